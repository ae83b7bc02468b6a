// Manual pages in mdoc(7), made from the list of commands: one for the program, one for each
// command.
#pragma once

#include "invitectl/cli/command.hpp"

#include <span>
#include <string>
#include <string_view>

namespace invitectl::cli {

// "invitectl-invite-list.1"
std::string manual_name(const Command& command);

// `date` as mdoc wants it: "November 25, 2026".
std::string command_manual(const Command& command, std::string_view date);
// invitectl.1
std::string program_manual(std::span<const Command> commands, std::string_view date);

}  // namespace invitectl::cli
