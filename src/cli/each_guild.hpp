// --all-guilds for commands that are about one.
#pragma once

#include "invitectl/cli/context.hpp"

#include <functional>

namespace invitectl::cli {

// Runs `body` once for each guild of the database; what it prints comes out as one table with a
// column `guild`. A guild that fails is told and the others have their turn: ExitStatus::partial.
// Where there is one guild only, its failure is the command's.
ExitStatus run_for_each_guild(const std::function<ExitStatus(Context&)>& body, Context& context);

}  // namespace invitectl::cli
