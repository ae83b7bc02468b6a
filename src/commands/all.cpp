#include "commands/all.hpp"

namespace invitectl::commands {

std::vector<cli::Command> all() {
    return {
        init(),          settings_list(), settings_get(), settings_set(),  guild_add(),
        guild_list(),    guild_show(),    guild_use(),    sync(),          snapshot_take(),
        snapshot_list(), facts_export(),  facts_import(), reconcile(),     coverage(),
        source_create(), source_list(),   invite_list(),  invite_assign(), invite_unassign(),
        join_recent(),   join_show(),     leaderboard(),  stats(),         help(),
        version(),
    };
}

}  // namespace invitectl::commands
