#include "invitectl/cli/config.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/cli/api_base.hpp"
#include "invitectl/cli/time_input.hpp"
#include "invitectl/ports/discord.hpp"

#include "cli/config_places.hpp"
#include "cli/toml_text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

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

std::string duration_text(const Reading& reading) {
    if (!parse_duration(reading.text())) {
        throw reading.wrong("must be a time such as \"90s\" or \"2m\"");
    }
    return reading.text();
}

std::string color_text(const Reading& reading) {
    const std::string& text = reading.text();
    if (text != "auto" && text != "always" && text != "never") {
        throw reading.wrong("must be \"auto\", \"always\" or \"never\"");
    }
    return text;
}

bool switch_value(const Reading& reading) {
    if (!reading.entry.is_switch) {
        throw reading.wrong("must be true or false, without quotes");
    }
    return reading.entry.values.front() == "true";
}

using Values = std::vector<std::string>;

Values values_of(const std::optional<std::string>& text) {
    return text ? Values{*text} : Values{};
}

// How a key is read into the configuration and out of it again.
struct Key {
    ConfigKey about;
    void (*read)(Config&, const Reading&);
    Values (*values)(const Config&);
};

const std::array<Key, 12>& keys() {
    static const std::array<Key, 12> kKeys = {{
        {{"db", "--db", "", false, "the database"},
         [](Config& c, const Reading& r) { c.db = file_path(r); },
         [](const Config& c) { return values_of(c.db); }},
        {{"guild", "--guild", "", false, "the guild that commands are about without -g"},
         [](Config& c, const Reading& r) { c.guild = r.text(); },
         [](const Config& c) { return values_of(c.guild); }},
        {{"token_file", "--token-file", "", false, "file with the bot token"},
         [](Config& c, const Reading& r) { c.token_file = file_path(r); },
         [](const Config& c) { return values_of(c.token_file); }},
        {{"token_command", "", "", true, "program and arguments that print the bot token"},
         [](Config& c, const Reading& r) { c.token_command = command_words(r); },
         [](const Config& c) { return c.token_command; }},
        {{"tz", "--tz", "UTC", false, "time zone of input and tables; where absent TZ decides"},
         [](Config& c, const Reading& r) { c.tz = zone_name(r); },
         [](const Config& c) { return values_of(c.tz); }},
        {{"color", "--color", "auto", false, "colour in tables"},
         [](Config& c, const Reading& r) { c.color = color_text(r); },
         [](const Config& c) { return values_of(c.color); }},
        {{"ascii", "--ascii", "false", false, "ASCII only in tables"},
         [](Config& c, const Reading& r) { c.ascii = switch_value(r); },
         [](const Config& c) { return c.ascii ? Values{*c.ascii ? "true" : "false"} : Values{}; }},
        {{"max_wait", "--max-wait", "2m", false, "longest wait a rate limit may ask for"},
         [](Config& c, const Reading& r) { c.max_wait = duration_text(r); },
         [](const Config& c) { return values_of(c.max_wait); }},
        {{"lock_wait", "--lock-wait", "0s", false, "how long to wait for another run to end"},
         [](Config& c, const Reading& r) { c.lock_wait = duration_text(r); },
         [](const Config& c) { return values_of(c.lock_wait); }},
        {{"api_base", "--api-base", kDiscordApiBase, false, "another API to talk to"},
         [](Config& c, const Reading& r) { c.api_base = r.text(); },
         [](const Config& c) { return values_of(c.api_base); }},
        {{"allow_api_base", "", "", true, "other APIs the token may be sent to"},
         [](Config& c, const Reading& r) { c.allow_api_base = r.entry.values; },
         [](const Config& c) { return c.allow_api_base; }},
        {{"clock",
          "",
          "system",
          false,
          "\"server\": reports take the simulated Discord's time as now"},
         [](Config& c, const Reading& r) { c.server_clock = is_server_clock(r); },
         [](const Config& c) { return c.server_clock ? Values{"server"} : Values{}; }},
    }};
    return kKeys;
}

const Key* find_key(std::string_view name) {
    const auto found =
        std::ranges::find_if(keys(), [name](const Key& key) { return key.about.name == name; });
    return found == keys().end() ? nullptr : &*found;
}

std::optional<std::string> nearest_key(const std::string& name) {
    std::vector<std::string> names;
    for (const Key& key : keys()) {
        names.emplace_back(key.about.name);
    }
    return nearest(name, names);
}

std::string all_key_names() {
    std::string all;
    for (const Key& key : keys()) {
        all += (all.empty() ? "" : ", ") + std::string(key.about.name);
    }
    return all;
}

Error unknown_key(const Reading& reading) {
    const auto near = nearest_key(reading.entry.key);
    return reading.wrong(
        "is no key" + (near ? "; did you mean " + *near + "?" : "; there are: " + all_key_names()));
}

}  // namespace

void read_config(Config& config,
                 std::string_view toml,
                 const std::string& path,
                 const Environment& environment) {
    for (const TomlEntry& entry : parse_toml(toml, path)) {
        const Reading reading{entry, path, environment};
        const Key* key = find_key(entry.key);
        if (key == nullptr) {
            throw unknown_key(reading);
        }
        key->read(config, reading);
        config.places[entry.key] = path + ", line " + std::to_string(entry.line);
    }
}

// Reports would take their now from whatever server the configuration names, so it must be one of
// this machine: the simulated Discord.
void check_config(const Config& config) {
    const bool local = !config.allow_api_base.empty() &&
                       std::ranges::all_of(config.allow_api_base, [](const std::string& base) {
                           return is_loopback(base);
                       });
    if (config.server_clock && !local) {
        throw Error(ErrorCode::bad_config,
                    "the configuration is wrong",
                    "clock = \"server\" needs allow_api_base, and every base in it on this machine",
                    "invitectl config unset clock");
    }
}

Config parse_config(std::string_view toml,
                    const std::string& path,
                    const Environment& environment) {
    Config config;
    read_config(config, toml, path, environment);
    check_config(config);
    return config;
}

std::span<const ConfigKey> config_keys() {
    static const std::vector<ConfigKey> kAbout = [] {
        std::vector<ConfigKey> about;
        for (const Key& key : keys()) {
            about.push_back(key.about);
        }
        return about;
    }();
    return kAbout;
}

const ConfigKey& find_config_key(const std::string& name) {
    for (const ConfigKey& key : config_keys()) {
        if (key.name == name) {
            return key;
        }
    }
    const auto near = nearest_key(name);
    throw Error(ErrorCode::not_found,
                "there is no key \"" + name + "\" in the configuration",
                near ? "did you mean " + *near + "?" : "there are: " + all_key_names(),
                "invitectl config list");
}

std::vector<std::string> config_values(const Config& config, const ConfigKey& key) {
    return find_key(key.name)->values(config);
}

}  // namespace invitectl::cli
