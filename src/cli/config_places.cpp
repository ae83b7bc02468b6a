#include "cli/config_places.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/cli/config.hpp"

namespace invitectl::cli {
namespace {

constexpr const char* kConfigName = "/invitectl/config.toml";

std::string base_folder(const Environment& environment,
                        const std::string& variable,
                        const std::string& below_home) {
    const auto folder = environment(variable);
    if (folder && folder->starts_with('/')) {
        return *folder;
    }
    return home_folder(environment) + "/" + below_home;
}

}  // namespace

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

std::string default_config_path(const Environment& environment) {
    return base_folder(environment, "XDG_CONFIG_HOME", ".config") + kConfigName;
}

std::string system_config_path(const Environment& environment) {
    const std::string folders = environment("XDG_CONFIG_DIRS").value_or("");
    const std::string first = folders.substr(0, folders.find(':'));
    return (first.starts_with('/') ? first : "/etc/xdg") + kConfigName;
}

std::string default_database_path(const Environment& environment) {
    return base_folder(environment, "XDG_DATA_HOME", ".local/share") + "/invitectl/invitectl.db";
}

}  // namespace invitectl::cli
