// Every kind of error: what it is, why it happens, and what to do, for messages that say less.
#pragma once

#include "invitectl/base/error.hpp"

#include <span>
#include <string_view>

namespace invitectl::cli {

struct CatalogueEntry {
    ErrorCode code;
    std::string_view what;  // all three without a final full stop, none of them empty
    std::string_view why;
    std::string_view next;  // a command, or something to do
};

// One entry for each ErrorCode, in the order of the enumeration.
std::span<const CatalogueEntry> error_catalogue();
const CatalogueEntry& catalogue_entry(ErrorCode code);

}  // namespace invitectl::cli
