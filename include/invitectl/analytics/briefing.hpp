// A week held against the one before it.
#pragma once

#include "invitectl/analytics/account_ages.hpp"
#include "invitectl/analytics/answer_quality.hpp"
#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/growth.hpp"
#include "invitectl/analytics/retention.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace invitectl::analytics {

// An ISO week of local days; where it is not over, as much of it as is, and as much of the one
// before.
struct BriefingWeeks {
    std::string label;         // "2026-W34"
    std::string label_before;  // "2026-W33"
    TimeRange week;
    TimeRange before;
    TimeRange two_before;  // the whole week before that
    bool over = true;
};

// The Monday of "2026-W34"; nothing for what is no ISO week.
std::optional<std::chrono::sys_days> parse_week(std::string_view text);

// The latest Monday whose week is over at `now`.
std::chrono::sys_days latest_full_week(Instant now, const ZoneOffset& zone);

// In whole seconds; `now` must not lie before the week.
BriefingWeeks briefing_weeks(std::chrono::sys_days monday, Instant now, const ZoneOffset& zone);

struct BriefingRules {
    BriefingWeeks weeks;
    BoardRules inviters;  // as of its `now`; window, limit and ranking are the briefing's
    BoardRules sources;
};

// What one of the weeks came to.
struct WeekFigures {
    std::int64_t joins = 0;
    std::int64_t leaves = 0;  // first missed then, of everybody who joined since tracking began
    Tally tally;              // of the joins, as of now
    VerdictCounts verdicts;   // of the joins, about the code
    std::int64_t under_a_day = 0;  // accounts, at the join
    std::int64_t under_a_week = 0;
    std::vector<Burst> bursts;
    Retained day_one;    // of the joins of this week
    Retained day_seven;  // of the joins of the week before this one
    Board inviters;
    Board sources;
};

struct Briefing {
    BriefingRules rules;
    WeekFigures week;
    WeekFigures before;

    bool empty() const { return week.joins + week.leaves + before.joins + before.leaves == 0; }
};

// Whether a change of a count is more than chance alone explains: were both weeks alike, each event
// would fall into either with equal chance (95 %, Wilson).
enum class Sign { up, down, unclear };
std::string_view to_text(Sign sign);
Sign sign_of(std::int64_t now, std::int64_t before);
// Of a share: where the intervals of the two do not touch.
Sign sign_of(const Retained& now, const Retained& before);

class BriefingBuilder {
  public:
    // The dictionaries must outlive it and may grow as the segments come.
    BriefingBuilder(BriefingRules rules, const Dictionaries& names);

    Parts wants(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    Briefing finish();

  private:
    struct Week {
        Week(const BriefingRules& rules,
             const TimeRange& week,
             const TimeRange& week_before,
             const Dictionaries& names);
        WeekFigures finish();

        AccountAgesBuilder ages;
        RetentionBuilder day_one;
        RetentionBuilder day_seven;
        BoardBuilder inviters;
        BoardBuilder sources;
    };
    // Every part of a builder, which may be const.
    template <class Builder, class Visit>
    static void each(Builder& builder, Visit visit);

    BriefingRules rules_;
    TimeBuckets buckets_;
    GrowthBuilder growth_;
    AnswerQualityBuilder quality_;
    Week week_;
    Week before_;
};

}  // namespace invitectl::analytics
