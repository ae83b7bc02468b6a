// The token and what it allows.
#pragma once

#include "invitectl/report/table.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

Table auth_status(const std::string& origin, const std::string& last_four);

struct AbilityLine {
    std::string action;
    bool allowed = false;
    std::string needs;   // a permission or intent
    std::string serves;  // which command
};

Table abilities(const std::vector<AbilityLine>& lines);

}  // namespace invitectl::report
