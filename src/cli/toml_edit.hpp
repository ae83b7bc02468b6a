// Changing one key in the text of a configuration file; every other byte stays.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace invitectl::cli {

// The text with the key's value replaced, or with a line for it at the end. Throws
// Error(bad_config) for a text that is no TOML.
std::string with_key(std::string_view toml,
                     const std::string& path,
                     const std::string& key,
                     const std::string& toml_value);

// The text without the line of this key; comments above it stay. Equal where the key is not there.
std::string without_key(std::string_view toml, const std::string& path, const std::string& key);

// https://toml.io/en/v1.0.0#string. Throws Error(bad_value) for bytes that are no UTF-8.
std::string toml_string(std::string_view text);
std::string toml_list(const std::vector<std::string>& values);

}  // namespace invitectl::cli
