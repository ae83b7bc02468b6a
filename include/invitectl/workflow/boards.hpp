// Boards and counts over the joins of a guild, segment by segment.
#pragma once

#include "invitectl/analytics/activity.hpp"
#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/briefing.hpp"
#include "invitectl/analytics/retention.hpp"
#include "invitectl/analytics/stats.hpp"
#include "invitectl/analytics/stays.hpp"
#include "invitectl/analytics/tree.hpp"
#include "invitectl/ports/sql.hpp"

#include <vector>

namespace invitectl::workflow {

// A board with the names its indexes stand for.
struct JoinBoard {
    analytics::Board board;
    analytics::Dictionaries dictionaries;
};

struct JoinRetention {
    analytics::Retention retention;
    analytics::Dictionaries dictionaries;
};

struct JoinActivity {
    analytics::Activity activity;
    analytics::Dictionaries dictionaries;
};

struct JoinStays {
    std::vector<analytics::GroupStays> groups;
    analytics::Dictionaries dictionaries;
};

struct JoinBriefing {
    analytics::Briefing briefing;
    analytics::Dictionaries dictionaries;
};

// Who earns no credit on boards by `axis`: by the settings, and by what was decided about codes and
// users. Staff and bots matter to boards by inviter alone; counts by source take ignored codes in.
analytics::CreditRules credit_rules(sql::Connection& database, GuildId guild, analytics::Axis axis);

// Each reads one snapshot of the database.
JoinBoard make_board(sql::Connection& database, GuildId guild, const analytics::BoardRules& rules);
std::vector<analytics::StatsRow> make_stats(sql::Connection& database,
                                            GuildId guild,
                                            const analytics::StatsRules& rules);

JoinRetention make_retention(sql::Connection& database,
                             GuildId guild,
                             const analytics::RetentionRules& rules);
JoinActivity make_activity(sql::Connection& database,
                           GuildId guild,
                           const analytics::RetentionRules& rules);
JoinStays make_stays(sql::Connection& database, GuildId guild, const analytics::StayRules& rules);

JoinBriefing make_briefing(sql::Connection& database,
                           GuildId guild,
                           const analytics::BriefingRules& rules);

std::vector<analytics::TreeRow> make_tree(sql::Connection& database,
                                          GuildId guild,
                                          const analytics::TreeRules& rules);

}  // namespace invitectl::workflow
