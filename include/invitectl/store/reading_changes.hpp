// What differs between two readings of one stream.
#pragma once

#include "invitectl/store/readings.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace invitectl::store {

// One life of a code. No `before`: not listed by the earlier reading; no `after`: not by the later.
struct CodeChange {
    InviteCode code;
    int epoch = 1;
    std::optional<std::int64_t> before;
    std::optional<std::int64_t> after;
};

// From the reading `before` (0: from nothing) to the reading `after`, by code and life; codes whose
// counter stood still are left out.
std::vector<CodeChange> changes_between(sql::Connection& connection,
                                        GuildId guild,
                                        Stream stream,
                                        ReadingNumber before,
                                        ReadingNumber after);

// The row of one reading; nothing where there is no such.
std::optional<ReadingSummary> reading_summary(sql::Connection& connection,
                                              GuildId guild,
                                              Stream stream,
                                              ReadingNumber number);

}  // namespace invitectl::store
