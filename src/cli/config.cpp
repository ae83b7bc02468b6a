#include "invitectl/cli/config.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/base/utf8.hpp"
#include "invitectl/cli/api_base.hpp"
#include "invitectl/cli/time_input.hpp"

#include "cli/toml_text.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/core.h>
#include <functional>
#include <span>

namespace invitectl::cli {
namespace {

// What reading one key needs.
struct Reading {
    const TomlEntry& entry;
    const std::string& path;
    const Environment& environment;

    Error wrong(const std::string& why) const {
        return {ErrorCode::bad_config,
                "the configuration " + path + " is wrong at line " + std::to_string(entry.line),
                entry.key + " " + why,
                "edit " + path};
    }
    const std::string& text() const {
        if (entry.is_list || entry.values.size() != 1) {
            throw wrong("must be a text in quotes");
        }
        return entry.values.front();
    }
};

std::string home_folder(const Environment& environment) {
    const auto home = environment("HOME");
    if (!home || home->empty()) {
        throw Error(ErrorCode::bad_config,
                    "there is no home directory",
                    "HOME is not set",
                    "set HOME, or name the files with --config and --db");
    }
    return *home;
}

std::string file_path(const Reading& reading) {
    const std::string& text = reading.text();
    if (text.empty()) {
        throw reading.wrong("must not be empty");
    }
    if (text.starts_with("~/")) {
        return home_folder(reading.environment) + text.substr(1);
    }
    return (std::filesystem::path(reading.path).parent_path() / text).string();
}

std::vector<std::string> command_words(const Reading& reading) {
    if (!reading.entry.is_list) {
        return {"/bin/sh", "-c", reading.text()};
    }
    if (reading.entry.values.empty() || reading.entry.values.front().empty()) {
        throw reading.wrong("must name a program");
    }
    return reading.entry.values;
}

bool is_server_clock(const Reading& reading) {
    const std::string& text = reading.text();
    if (text != "server" && text != "system") {
        throw reading.wrong("must be \"system\" or \"server\"");
    }
    return text == "server";
}

std::string zone_name(const Reading& reading) {
    try {
        check_zone(reading.text());
    } catch (const Error& error) {
        throw reading.wrong("names a zone that does not exist: " + reading.text());
    }
    return reading.text();
}

struct Key {
    std::string name;
    std::function<void(Config&, const Reading&)> read;
};

const std::vector<Key>& keys() {
    static const std::vector<Key> kKeys = {
        {"db", [](Config& c, const Reading& r) { c.db = file_path(r); }},
        {"token_file", [](Config& c, const Reading& r) { c.token_file = file_path(r); }},
        {"token_command", [](Config& c, const Reading& r) { c.token_command = command_words(r); }},
        {"api_base", [](Config& c, const Reading& r) { c.api_base = r.text(); }},
        {"allow_api_base", [](Config& c, const Reading& r) { c.allow_api_base = r.entry.values; }},
        {"clock", [](Config& c, const Reading& r) { c.server_clock = is_server_clock(r); }},
        {"tz", [](Config& c, const Reading& r) { c.tz = zone_name(r); }},
        {"guild", [](Config& c, const Reading& r) { c.guild = r.text(); }},
    };
    return kKeys;
}

Error unknown_key(const Reading& reading) {
    std::vector<std::string> names;
    std::string all;
    for (const Key& key : keys()) {
        names.push_back(key.name);
        all += (all.empty() ? "" : ", ") + key.name;
    }
    const auto near = nearest(reading.entry.key, names);
    return reading.wrong("is no key" +
                         (near ? "; did you mean " + *near + "?" : "; there are: " + all));
}

// Reports would take their now from whatever server the configuration names, so it must be one of
// this machine: the simulated Discord.
void check_clock(const Config& config, const std::string& path) {
    const bool local = !config.allow_api_base.empty() &&
                       std::ranges::all_of(config.allow_api_base, [](const std::string& base) {
                           return is_loopback(base);
                       });
    if (config.server_clock && !local) {
        throw Error(ErrorCode::bad_config,
                    "the configuration " + path + " is wrong",
                    "clock = \"server\" needs allow_api_base, and every base in it on this machine",
                    "remove the line, or set clock = \"system\"");
    }
}

std::string base_folder(const Environment& environment,
                        const std::string& variable,
                        const std::string& below_home) {
    const auto folder = environment(variable);
    if (folder && folder->starts_with('/')) {
        return *folder;
    }
    return home_folder(environment) + "/" + below_home;
}

// https://toml.io/en/v1.0.0#string
std::string toml_string(std::string_view text) {
    if (!is_valid_utf8(text)) {
        throw Error(ErrorCode::bad_value,
                    "a value cannot be written into the configuration",
                    "TOML holds UTF-8 only",
                    "use a path without other bytes");
    }
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\u{:04x}", byte);
        } else {
            out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
        }
    }
    return out + "\"";
}

void append_text(std::string& out,
                 const std::string& key,
                 const std::optional<std::string>& value) {
    if (value) {
        out += key + " = " + toml_string(*value) + "\n";
    }
}

void append_list(std::string& out, const std::string& key, const std::vector<std::string>& values) {
    if (values.empty()) {
        return;
    }
    out += key + " = [";
    for (std::size_t i = 0; i < values.size(); ++i) {
        out += (i == 0 ? "" : ", ") + toml_string(values[i]);
    }
    out += "]\n";
}

}  // namespace

Config parse_config(std::string_view toml,
                    const std::string& path,
                    const Environment& environment) {
    Config config;
    for (const TomlEntry& entry : parse_toml(toml, path)) {
        const Reading reading{entry, path, environment};
        const auto key =
            std::ranges::find_if(keys(), [&entry](const Key& k) { return k.name == entry.key; });
        if (key == keys().end()) {
            throw unknown_key(reading);
        }
        key->read(config, reading);
    }
    check_clock(config, path);
    return config;
}

std::string format_config(const Config& config) {
    std::string out =
        "# Configuration of invitectl. Options on the command line and INVITECTL_* variables come "
        "first.\n";
    append_text(out, "db", config.db);
    append_text(out, "token_file", config.token_file);
    append_list(out, "token_command", config.token_command);
    append_text(out, "api_base", config.api_base);
    append_list(out, "allow_api_base", config.allow_api_base);
    if (config.server_clock) {
        out += "clock = \"server\"\n";
    }
    append_text(out, "tz", config.tz);
    append_text(out, "guild", config.guild);
    return out;
}

std::string default_config_path(const Environment& environment) {
    return base_folder(environment, "XDG_CONFIG_HOME", ".config") + "/invitectl/config.toml";
}

std::string default_database_path(const Environment& environment) {
    return base_folder(environment, "XDG_DATA_HOME", ".local/share") + "/invitectl/invitectl.db";
}

}  // namespace invitectl::cli
