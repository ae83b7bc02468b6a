// Finds the command among the words of a command line.
#pragma once

#include "invitectl/cli/command.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace invitectl::cli {

struct Located {
    const Command* command = nullptr;  // null: none was named, or no such
    std::vector<std::string> name;     // the words taken for its name, also when there is no such
    std::vector<std::string> rest;     // all others, in order
    bool wants_help = false;           // -h or --help stands somewhere
    bool wants_version = false;        // --version stands before any command
};

// Options may stand before the command; those with values are known from the common ones.
Located locate(std::span<const std::string> words, std::span<const Command> commands);

// Commands whose path begins with `name` and goes on.
std::vector<const Command*> group_members(std::span<const Command> commands,
                                          const std::string& name);

// Throws Error(usage) naming the nearest command.
[[noreturn]] void unknown_command(const std::vector<std::string>& name,
                                  std::span<const Command> commands);

}  // namespace invitectl::cli
