// The list of commands: parser, help and tests walk it. One function per command, each in the file
// of its noun.
#pragma once

#include "invitectl/cli/command.hpp"

#include <vector>

namespace invitectl::commands {

std::vector<cli::Command> all();

cli::Command init();
cli::Command config_list();
cli::Command config_get();
cli::Command config_set();
cli::Command config_unset();
cli::Command config_path();
cli::Command config_validate();
cli::Command auth_status();
cli::Command auth_can_i();
cli::Command doctor();
cli::Command status();
cli::Command settings_list();
cli::Command settings_get();
cli::Command settings_set();
cli::Command settings_reset();
cli::Command settings_import();
cli::Command settings_export();
cli::Command schedule_print();
cli::Command guild_add();
cli::Command guild_list();
cli::Command guild_show();
cli::Command guild_use();
cli::Command guild_remove();
cli::Command sync();
cli::Command snapshot_take();
cli::Command snapshot_list();
cli::Command snapshot_show();
cli::Command snapshot_diff();
cli::Command poll_members();
cli::Command poll_audit();
cli::Command poll_messages();
cli::Command run_list();
cli::Command run_show();
cli::Command facts_export();
cli::Command facts_import();
cli::Command reconcile();
cli::Command coverage();
cli::Command source_create();
cli::Command source_list();
cli::Command source_show();
cli::Command source_set();
cli::Command source_rename();
cli::Command source_merge();
cli::Command source_retire();
cli::Command source_reopen();
cli::Command invite_list();
cli::Command invite_show();
cli::Command invite_create();
cli::Command invite_delete();
cli::Command invite_assign();
cli::Command invite_unassign();
cli::Command join_list();
cli::Command invite_credit();
cli::Command invite_ignore();
cli::Command join_recent();
cli::Command join_show();
cli::Command join_label();
cli::Command join_unlabel();
cli::Command join_review();
cli::Command member_list();
cli::Command member_show();
cli::Command member_exclude();
cli::Command history();
cli::Command undo();
cli::Command leaderboard();
cli::Command retention();
cli::Command bonus_add();
cli::Command bonus_list();
cli::Command bonus_revoke();
cli::Command tree();
cli::Command stats();
cli::Command briefing();
cli::Command report_html();
cli::Command export_joins();
cli::Command export_invites();
cli::Command export_members();
cli::Command export_sources();
cli::Command export_credits();
cli::Command db_path();
cli::Command db_info();
cli::Command db_check();
cli::Command explain();
cli::Command help();
cli::Command completion();
cli::Command man();
cli::Command complete();
cli::Command version();

}  // namespace invitectl::commands
