// What holds of the configuration, and by whose word.
#include "invitectl/cli/context.hpp"

namespace invitectl::cli {
namespace {

std::string variable_of(std::string_view flag) {
    Option option;
    option.names = std::string(flag);
    return option.environment();
}

}  // namespace

void Context::check_config_text(std::string_view text, const std::string& path) const {
    static_cast<void>(parse_config(text, path, host_.environment));
}

std::string Context::config_text_with(std::string_view text,
                                      const ConfigKey& key,
                                      const std::vector<std::string>& values) const {
    return set_in_config(text, config_path(), key, values, host_.environment);
}

// The token file's variable is read by whoever looks for tokens, so parsing did not find it.
std::vector<Context::InForce> Context::config_in_force() {
    std::vector<InForce> all;
    for (const ConfigKey& key : config_keys()) {
        const OptionSet::Given* given = key.flag.empty() ? nullptr : given_.found(key.flag);
        const auto values = config_values(config(), key);
        const auto place = config().places.find(key.name);
        if (given != nullptr) {
            all.push_back({&key, given->words, given->origin});
        } else if (const auto token_file = host_.environment("INVITECTL_TOKEN_FILE");
                   key.flag == "--token-file" && token_file && !token_file->empty()) {
            all.push_back({&key, {*token_file}, variable_of(key.flag)});
        } else if (!values.empty() && place != config().places.end()) {
            all.push_back({&key, values, place->second});
        } else if (key.name == "db") {
            all.push_back({&key, {database_path()}, "default"});
        } else if (key.name == "tz") {
            all.push_back({&key, {zone()}, zone() == "UTC" ? "default" : "TZ"});
        } else if (!key.fallback.empty()) {
            all.push_back({&key, {std::string(key.fallback)}, "default"});
        } else {
            all.push_back({&key, {}, {}});
        }
    }
    return all;
}

}  // namespace invitectl::cli
