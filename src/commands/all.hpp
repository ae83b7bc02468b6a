// The list of commands: parser, help and tests walk it. One function per command, each in the file
// of its noun.
#pragma once

#include "invitectl/cli/command.hpp"

#include <vector>

namespace invitectl::commands {

std::vector<cli::Command> all();

cli::Command init();
cli::Command settings_list();
cli::Command settings_get();
cli::Command settings_set();
cli::Command guild_add();
cli::Command guild_list();
cli::Command guild_show();
cli::Command guild_use();
cli::Command sync();
cli::Command snapshot_take();
cli::Command snapshot_list();
cli::Command facts_export();
cli::Command facts_import();
cli::Command reconcile();
cli::Command coverage();
cli::Command source_create();
cli::Command source_list();
cli::Command invite_list();
cli::Command invite_assign();
cli::Command invite_unassign();
cli::Command join_recent();
cli::Command join_show();
cli::Command leaderboard();
cli::Command stats();
cli::Command help();
cli::Command version();

}  // namespace invitectl::commands
