// The keys of the configuration: how each is read and written.
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/cli/config.hpp"

#include "cli/toml_text.hpp"

#include <span>
#include <string>
#include <vector>

namespace invitectl::cli {

// What reading one key needs.
struct Reading {
    const TomlEntry& entry;
    const std::string& path;
    const Environment& environment;

    Error wrong(const std::string& why) const;
    const std::string& text() const;
};

// How a key is read into the configuration and out of it again.
struct Key {
    ConfigKey about;
    void (*read)(Config&, const Reading&);
    std::vector<std::string> (*values)(const Config&);
};

// In the order in which people are shown them.
std::span<const Key> config_table();

}  // namespace invitectl::cli
