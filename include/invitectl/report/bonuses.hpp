// Bonuses as a table.
#pragma once

#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace invitectl::report {

struct BonusLine {
    std::int64_t id = 0;
    UserId user;
    std::int64_t amount = 0;
    std::string reason;
    Instant made_at;
    std::string author;
};

Table bonuses(const std::vector<BonusLine>& lines, const Names& names);

}  // namespace invitectl::report
