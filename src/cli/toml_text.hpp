// TOML as far as the configuration needs it: texts and lists of texts at the top level.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace invitectl::cli {

struct TomlEntry {
    std::string key;
    std::vector<std::string> values;
    bool is_list = false;
    int line = 0;
};

// In the order of the file. Throws Error(bad_config) for broken TOML and for values of other types.
std::vector<TomlEntry> parse_toml(std::string_view text, const std::string& path);

}  // namespace invitectl::cli
