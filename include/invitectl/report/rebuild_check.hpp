// What a rebuild from the facts gives otherwise than what is stored.
#pragma once

#include "invitectl/report/table.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

struct DifferenceLine {
    std::string table;
    std::string key;
    std::string stored;  // the row's values; empty where there is no such row
    std::string rebuilt;
};

Table rebuild_check(const std::vector<DifferenceLine>& lines);

}  // namespace invitectl::report
