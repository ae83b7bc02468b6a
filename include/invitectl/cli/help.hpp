// Help, made from the list of commands: at most 80 cells wide, no colour.
#pragma once

#include "invitectl/cli/command.hpp"

#include <span>
#include <string>

namespace invitectl::cli {

// `words` is what follows `help`: nothing (all commands), a command, a group ("invite") or a topic
// ("exit-codes"). Throws Error(usage) naming the nearest.
std::string help_text(std::span<const Command> commands, std::span<const std::string> words);

}  // namespace invitectl::cli
