// What `doctor` found.
#pragma once

#include "invitectl/report/table.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

struct CheckLine {
    std::string status;  // "ok", "note", "skipped", "warning", "failure"
    std::string check;
    std::string guild;  // empty: of the machine
    std::string what;
    std::string why;
    std::string next;
};

// People see one sentence a check, with its reason and remedy where there is something to do.
Table doctor(const std::vector<CheckLine>& lines);

}  // namespace invitectl::report
