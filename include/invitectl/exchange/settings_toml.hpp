// The settings of a guild as a TOML file: `settings export` writes it, `settings import` reads it.
#pragma once

#include "invitectl/domain/settings.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::exchange {

struct SettingText {
    std::string key;
    std::string value;  // "on", "600", "10m": as parse_setting reads it
    int line = 0;
};

// In the order of the file; nothing is known yet about the keys. Throws Error(bad_value) for text
// that is no TOML, and for values that are neither true or false, whole numbers nor texts, naming
// `path` and the line.
std::vector<SettingText> read_settings(std::string_view toml, const std::string& path);

struct SettingValue {
    const SettingRow* row = nullptr;
    SettingContent value;
    bool is_default = true;
};

// Every setting with its meaning and limits; defaults stand as comments, so that importing the file
// leaves them defaults. read_settings reads it back.
std::string write_settings(const std::vector<SettingValue>& values, std::string_view guild);

}  // namespace invitectl::exchange
