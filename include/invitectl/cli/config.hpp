// The configuration file: TOML, every key optional, unknown keys refused.
#pragma once

#include "invitectl/cli/environment.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
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
    std::optional<std::string> max_wait;
    std::optional<std::string> lock_wait;
    std::optional<std::string> color;
    std::optional<bool> ascii;
    std::optional<std::string> names;
    std::optional<std::string> csv_safe;
    std::optional<std::string> progress;
    std::optional<std::string> log_format;
    std::optional<std::string> log_file;
    std::optional<std::string> metrics_file;

    // Where each key that was read stands: "FILE, line 3".
    std::map<std::string, std::string, std::less<>> places;
};

// Reads the text of the file at `path` over what `config` holds already; relative paths inside are
// meant from its folder, and "~/" is the home directory. Throws Error(bad_config) with the line,
// naming the nearest key for an unknown one.
void read_config(Config& config,
                 std::string_view toml,
                 const std::string& path,
                 const Environment& environment);

// What only the whole can say. Throws Error(bad_config).
void check_config(const Config& config);

// One file alone: both of the above.
Config parse_config(std::string_view toml, const std::string& path, const Environment& environment);

// A key as `config list`, `config set` and completion know it.
struct ConfigKey {
    std::string_view name;
    std::string_view flag;      // the option it is the default of, "--db"; empty: none
    std::string_view fallback;  // in force where nobody says anything; empty: nothing
    bool is_list = false;
    std::string_view meaning;  // one sentence without a final full stop
};
std::span<const ConfigKey> config_keys();

// Throws Error(not_found) naming the nearest key.
const ConfigKey& find_config_key(const std::string& name);

// What the files say of a key, as text; empty where they say nothing.
std::vector<std::string> config_values(const Config& config, const ConfigKey& key);

// A file that says what `config` holds, with a comment on what it is; parse_config reads it back.
std::string format_config(const Config& config);

// The text of a file with the key set to these values (one, unless it is a list), or without it;
// every other byte stays. Throws Error(bad_value) for what the key cannot be.
std::string set_in_config(std::string_view toml,
                          const std::string& path,
                          const ConfigKey& key,
                          const std::vector<std::string>& values,
                          const Environment& environment);
std::string unset_in_config(std::string_view toml, const std::string& path, const ConfigKey& key);

// $XDG_CONFIG_HOME/invitectl/config.toml and $XDG_DATA_HOME/invitectl/invitectl.db, below the home
// directory where these are not set to an absolute path. Throws Error(bad_config) without a home.
// https://specifications.freedesktop.org/basedir-spec/latest/
std::string default_config_path(const Environment& environment);
// The same for all users of the machine, of which the user's own says otherwise: below the first of
// $XDG_CONFIG_DIRS, else /etc/xdg.
std::string system_config_path(const Environment& environment);
std::string default_database_path(const Environment& environment);

}  // namespace invitectl::cli
