// What holds of the configuration, and by whose word.
#pragma once

#include "invitectl/report/table.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

struct ConfigLine {
    std::string key;
    std::vector<std::string> values;  // none: nothing holds
    std::string origin;               // "--db", "INVITECTL_DB", "FILE, line 3" or "default"
    std::string meaning;
};

// With the origins where people ask for them; programs always get them.
Table config(const std::vector<ConfigLine>& lines, bool show_origin);

}  // namespace invitectl::report
