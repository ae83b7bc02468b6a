#include "invitectl/workflow/boards.hpp"

#include "invitectl/store/join_columns.hpp"

namespace invitectl::workflow {

JoinBoard make_board(sql::Connection& database, GuildId guild, const analytics::BoardRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild);
    analytics::BoardBuilder builder(rules, loader.dictionaries());
    loader.each_segment(rules.window,
                        [&](const analytics::JoinColumns& segment) { builder.add(segment); });
    builder.add(loader.other_uses(rules.window, rules.now));
    return {builder.finish(), loader.dictionaries()};
}

std::vector<analytics::StatsRow> make_stats(sql::Connection& database,
                                            GuildId guild,
                                            const analytics::StatsRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild);
    analytics::StatsBuilder builder(rules);
    loader.each_segment(rules.window,
                        [&](const analytics::JoinColumns& segment) { builder.add(segment); });
    return builder.finish();
}

}  // namespace invitectl::workflow
