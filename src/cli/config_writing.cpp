// The configuration as text: a whole file, or one key changed in one.
#include "invitectl/base/error.hpp"
#include "invitectl/cli/config.hpp"

#include "cli/toml_edit.hpp"
#include "cli/toml_text.hpp"

namespace invitectl::cli {
namespace {

// `ascii` is the one switch.
std::string toml_value(const ConfigKey& key, const std::vector<std::string>& values) {
    if (key.is_list) {
        return toml_list(values);
    }
    const std::string& value = values.front();
    const bool is_switch = key.fallback == "true" || key.fallback == "false";
    if (!is_switch) {
        return toml_string(value);
    }
    return value == "on" || value == "1" || value == "true"     ? "true"
           : value == "off" || value == "0" || value == "false" ? "false"
                                                                : toml_string(value);
}

}  // namespace

std::string format_config(const Config& config) {
    std::string out =
        "# Configuration of invitectl. Options on the command line and INVITECTL_* variables come "
        "first.\n";
    for (const ConfigKey& key : config_keys()) {
        const auto values = config_values(config, key);
        if (!values.empty()) {
            out += std::string(key.name) + " = " + toml_value(key, values) + "\n";
        }
    }
    return out;
}

std::string set_in_config(std::string_view toml,
                          const std::string& path,
                          const ConfigKey& key,
                          const std::vector<std::string>& values,
                          const Environment& environment) {
    const std::string name(key.name);
    if (!key.is_list && values.size() != 1) {
        throw Error(ErrorCode::bad_value,
                    name + " takes one value",
                    "texts of several words need quotes",
                    "invitectl config set " + name + " VALUE");
    }
    const std::string changed = with_key(toml, path, name, toml_value(key, values));
    try {
        Config alone;
        read_config(alone, name + " = " + toml_value(key, values) + "\n", path, environment);
    } catch (const Error& error) {
        throw Error(ErrorCode::bad_value,
                    name + " cannot be set to that",
                    error.why(),
                    "invitectl help config set");
    }
    static_cast<void>(
        parse_config(changed, path, environment));  // also what only the whole can say
    return changed;
}

std::string unset_in_config(std::string_view toml, const std::string& path, const ConfigKey& key) {
    return without_key(toml, path, std::string(key.name));
}

}  // namespace invitectl::cli
