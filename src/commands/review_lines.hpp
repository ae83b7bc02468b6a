// What join review shows of one join.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/store/members.hpp"

#include <cstddef>
#include <string>

namespace invitectl::commands {

inline constexpr std::size_t kMostReviewChoices = 9;  // one key each

// "abc123", "no invite", "the server's own URL": raw bytes.
std::string way_name(const Candidate& way);

// The join, the ways it may have come with a key for each, and the other keys; ends where the key
// is typed. No line is wider than `width` cells; names are made harmless, and cut only where a line
// of their own is too short. `place`: "1 of 12".
std::string review_question(const store::StoredJoin& join,
                            const Attribution& answer,
                            const report::Names& names,
                            const std::string& place,
                            const std::string& when,
                            int width);

}  // namespace invitectl::commands
