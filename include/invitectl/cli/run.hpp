// From argv to exit status: finds the command, parses, runs, and turns every failure into three
// lines on standard error and one of the documented exit codes.
#pragma once

#include "invitectl/cli/command.hpp"
#include "invitectl/cli/context.hpp"

#include <span>
#include <string>

namespace invitectl::cli {

// `words` are the arguments without the program's name. A word that looks like a bot token is
// refused wherever it stands.
ExitStatus run(std::span<const std::string> words,
               std::span<const Command> commands,
               const Host& host);

}  // namespace invitectl::cli
