// TOML as far as the configuration needs it: texts, switches and lists of texts at the top level.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace invitectl::cli {

// Both count from 1, columns in code points.
struct TomlPlace {
    int line = 0;
    int column = 0;
};

struct TomlEntry {
    std::string key;
    std::vector<std::string> values;
    bool is_list = false;
    bool is_switch = false;  // true or false, without quotes
    int line = 0;
    TomlPlace value_begin;
    TomlPlace value_end;  // behind its last character
};

// In the order of the file. Throws Error(bad_config) for broken TOML and for values of other types.
std::vector<TomlEntry> parse_toml(std::string_view text, const std::string& path);

}  // namespace invitectl::cli
