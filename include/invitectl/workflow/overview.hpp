// Everything the overview page shows, read in one pass over the joins.
#pragma once

#include "invitectl/analytics/account_ages.hpp"
#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/coverage.hpp"
#include "invitectl/analytics/dates.hpp"
#include "invitectl/analytics/growth.hpp"
#include "invitectl/analytics/join_calendar.hpp"
#include "invitectl/analytics/retention.hpp"
#include "invitectl/analytics/tree.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/runs.hpp"

#include <vector>

namespace invitectl::workflow {

struct OverviewRules {
    analytics::BoardRules inviters;  // its window and moment hold for all
    analytics::BoardRules sources;
    analytics::ZoneOffset zone;  // absent: UTC
};

struct GuildOverview {
    TimeRange span;  // the window, cut to the first join and to now; bounded and of whole seconds
    analytics::TimeBuckets buckets;
    analytics::Growth growth;
    std::vector<analytics::VerdictCounts> quality;  // per bucket
    analytics::JoinCalendar calendar;
    analytics::AccountAges ages;
    analytics::Retention retention;  // by week or month, whichever the span asks for
    analytics::Board inviters;
    analytics::Board sources;
    analytics::TreeRules tree_rules;
    std::vector<analytics::TreeRow> tree;
    std::vector<store::Gap> gaps;
    // Times in which the invite list was not read for much longer than usual.
    std::vector<TimeRange> pauses;
    std::vector<Source> campaigns;  // sources that people made
    analytics::Dictionaries dictionaries;
};

// Reads one snapshot of the database.
GuildOverview make_overview(sql::Connection& database, GuildId guild, const OverviewRules& rules);

}  // namespace invitectl::workflow
