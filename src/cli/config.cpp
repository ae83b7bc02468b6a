#include "invitectl/cli/config.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/cli/api_base.hpp"

#include "cli/config_table.hpp"

#include <algorithm>

namespace invitectl::cli {
namespace {

const Key* find_key(std::string_view name) {
    const auto found = std::ranges::find_if(
        config_table(), [name](const Key& key) { return key.about.name == name; });
    return found == config_table().end() ? nullptr : &*found;
}

std::optional<std::string> nearest_key(const std::string& name) {
    std::vector<std::string> names;
    for (const Key& key : config_table()) {
        names.emplace_back(key.about.name);
    }
    return nearest(name, names);
}

std::string all_key_names() {
    std::string all;
    for (const Key& key : config_table()) {
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
        for (const Key& key : config_table()) {
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
