// Boards and counts over the joins of a guild, segment by segment.
#pragma once

#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/stats.hpp"
#include "invitectl/ports/sql.hpp"

#include <vector>

namespace invitectl::workflow {

// A board with the names its indexes stand for.
struct JoinBoard {
    analytics::Board board;
    analytics::Dictionaries dictionaries;
};

// Who earns no credit on boards by `axis`: by the settings, and by what was decided about codes and
// users. Staff and bots matter to boards by inviter alone; counts by source take ignored codes in.
analytics::CreditRules credit_rules(sql::Connection& database, GuildId guild, analytics::Axis axis);

// Both read one snapshot of the database.
JoinBoard make_board(sql::Connection& database, GuildId guild, const analytics::BoardRules& rules);
std::vector<analytics::StatsRow> make_stats(sql::Connection& database,
                                            GuildId guild,
                                            const analytics::StatsRules& rules);

}  // namespace invitectl::workflow
