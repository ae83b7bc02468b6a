// The whole of a guild on one page: growth, who stays, who brings people, when they come, how sure
// it all is.
#pragma once

#include "invitectl/analytics/account_ages.hpp"
#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/coverage.hpp"
#include "invitectl/analytics/dates.hpp"
#include "invitectl/analytics/growth.hpp"
#include "invitectl/analytics/join_calendar.hpp"
#include "invitectl/analytics/retention.hpp"
#include "invitectl/analytics/tree.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/page.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

// A time in which something was not read.
struct OverviewGap {
    Instant from;
    Instant until;
    std::string reason;
    // Whom this hides: joins themselves, or only what is known of them.
    bool of_joins = true;
};

// When a source was made or retired: where a campaign may have begun and ended.
struct OverviewEvent {
    Instant at;
    std::string text;
};

struct OverviewTree {
    std::vector<analytics::TreeRow> rows;
    analytics::TreeRules rules;
};

struct Overview {
    std::string guild_name;
    TimeRange span;  // bounded: from the first join or --since to --until or now
    Instant now;
    std::string zone;
    analytics::ZoneOffset zone_offset;  // absent: UTC
    analytics::TimeBuckets buckets;     // over the span
    analytics::Growth growth;
    std::vector<analytics::VerdictCounts> quality;  // per bucket
    analytics::JoinCalendar calendar;
    analytics::AccountAges ages;
    analytics::Retention retention;  // by cohort
    analytics::Board inviters;
    analytics::Board sources;
    OverviewTree tree;
    std::vector<OverviewGap> gaps;
    std::vector<OverviewEvent> events;
    const analytics::Dictionaries& dictionaries;  // used by the call only
    Names names;
};

// Of fewer joins a share means little: they are greyed.
inline constexpr std::int64_t kSmallN = 5;

Page overview_page(const Overview& overview);

}  // namespace invitectl::report
