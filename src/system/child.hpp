// Runs a program of the user's choice for the one line it prints.
#pragma once

#include "invitectl/base/secret.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace invitectl::system {

// What the program writes to standard output; its errors go where ours go, its input is empty. The
// variables `hidden` are taken out of its environment. Throws Error(no_token) when it cannot be
// started, fails, prints more than a token could be, or takes longer than `patience`, after which
// it is ended.
Secret read_from_child(const std::vector<std::string>& command,
                       const std::vector<std::string>& hidden,
                       std::chrono::milliseconds patience = std::chrono::seconds{30});

}  // namespace invitectl::system
