// What a lock file says of its holder: "key=value" lines.
#pragma once

#include "invitectl/base/time.hpp"

#include <optional>
#include <string>

namespace invitectl::system {

struct LockContent {
    std::string process;  // its number; empty: nobody wrote anything
    std::string host;
    std::string command;
    std::optional<Instant> since;
};

LockContent read_lock_content(int file, const std::string& path);
std::string lock_content(const LockContent& content);

}  // namespace invitectl::system
