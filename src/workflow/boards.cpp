#include "invitectl/workflow/boards.hpp"

#include "invitectl/store/join_columns.hpp"

namespace invitectl::workflow {
namespace {

// Every analysis says which columns it wants and takes them segment by segment.
template <class Builder>
void count_all(store::JoinColumnLoader& loader, Builder& builder) {
    loader.each_segment(
        [&](const analytics::SegmentBounds& bounds) { return builder.wants(bounds); },
        [&](const analytics::JoinColumns& segment) { builder.add(segment); });
}

}  // namespace

JoinBoard make_board(sql::Connection& database, GuildId guild, const analytics::BoardRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild);
    analytics::BoardBuilder builder(rules, loader.dictionaries());
    count_all(loader, builder);
    builder.add(loader.other_uses(rules.window, rules.now));
    return {builder.finish(), loader.dictionaries()};
}

std::vector<analytics::StatsRow> make_stats(sql::Connection& database,
                                            GuildId guild,
                                            const analytics::StatsRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild);
    analytics::StatsBuilder builder(rules);
    count_all(loader, builder);
    return builder.finish();
}

}  // namespace invitectl::workflow
