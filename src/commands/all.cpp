#include "commands/all.hpp"

namespace invitectl::commands {

std::vector<cli::Command> all() {
    // clang-format off
    return {
        init(),
        config_list(),
        config_get(),
        config_set(),
        config_unset(),
        config_path(),
        config_validate(),
        settings_list(),
        settings_get(),
        settings_set(),
        guild_add(),
        guild_list(),
        guild_show(),
        guild_use(),
        guild_remove(),
        sync(),
        snapshot_take(),
        snapshot_list(),
        snapshot_show(),
        snapshot_diff(),
        poll_members(),
        poll_audit(),
        run_list(),
        run_show(),
        facts_export(),
        facts_import(),
        reconcile(),
        coverage(),
        source_create(),
        source_list(),
        invite_list(),
        invite_show(),
        invite_assign(),
        invite_unassign(),
        join_list(),
        join_recent(),
        join_show(),
        leaderboard(),
        retention(),
        stats(),
        tree(),
        report_html(),
        db_path(),
        db_info(),
        explain(),
        completion(),
        man(),
        help(),
        version(),
        complete(),
    };
    // clang-format on
}

}  // namespace invitectl::commands
