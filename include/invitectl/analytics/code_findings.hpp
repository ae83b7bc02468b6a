// Why a code has no joins.
#pragma once

#include "invitectl/domain/standing.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace invitectl::analytics {

struct CodeFacts {
    bool seen = false;  // some reading listed it
    bool own_url = false;
    bool assigned = false;  // to a source, now
    IgnoreScope ignored;
    std::int64_t baseline_uses = 0;
    std::int64_t uses_since = 0;  // counted since tracking began
    std::int64_t joins = 0;       // credited to the code
    std::int64_t open_joins = 0;  // it may have brought them, or another one
};

enum class CodeFinding {
    unseen,         // no reading ever listed it
    unassigned,     // no source is credited with its joins
    ignored,        // left out somewhere
    unmoved,        // nobody ever used it
    baseline_only,  // every use is from before tracking began
    all_open,       // others could have brought the same joins
    ghosts_only,    // it was used, but nobody who came can have come by it
};

std::string_view to_text(CodeFinding finding);

// In this order; nothing where the code has joins, a source, and is left out nowhere.
std::vector<CodeFinding> findings(const CodeFacts& facts);

}  // namespace invitectl::analytics
