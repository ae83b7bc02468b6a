// The configuration file: TOML, every key optional, unknown keys refused.
#pragma once

#include "invitectl/cli/environment.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::cli {

struct Config {
    std::optional<std::string> db;
    std::optional<std::string> token_file;
    std::vector<std::string>
        token_command;  // program and arguments; a string in the file runs in sh
    std::optional<std::string> api_base;
    std::vector<std::string> allow_api_base;  // other bases a token may be sent to
    bool server_clock = false;  // clock = "server": reports take the last stored Date as now
    std::optional<std::string> tz;
    std::optional<std::string> guild;  // what --guild says by default
};

// Reads the text of the file at `path`; relative paths inside are meant from its folder, and "~/"
// is the home directory. Throws Error(bad_config) with the line, naming the nearest key for an
// unknown one.
Config parse_config(std::string_view toml, const std::string& path, const Environment& environment);

// A file that says what `config` holds, with a comment on what it is; parse_config reads it back.
std::string format_config(const Config& config);

// $XDG_CONFIG_HOME/invitectl/config.toml and $XDG_DATA_HOME/invitectl/invitectl.db, below the home
// directory where these are not set to an absolute path. Throws Error(bad_config) without a home.
// https://specifications.freedesktop.org/basedir-spec/latest/
std::string default_config_path(const Environment& environment);
std::string default_database_path(const Environment& environment);

}  // namespace invitectl::cli
