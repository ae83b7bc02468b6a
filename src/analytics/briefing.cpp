#include "invitectl/analytics/briefing.hpp"

#include "invitectl/analytics/proportion.hpp"

#include <charconv>
#include <chrono>
#include <utility>

namespace invitectl::analytics {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr days kWeek{7};

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                      : std::nullopt;
}

// The two weeks, and what may lie between where neither is whole.
TimeBuckets buckets_of(const BriefingWeeks& weeks) {
    TimeBuckets buckets;
    buckets.starts = {weeks.before.from, weeks.before.until, weeks.week.from};
    buckets.until = weeks.week.until;
    buckets.labels = {weeks.label_before, "", weeks.label};
    return buckets;
}
constexpr std::size_t kBefore = 0;
constexpr std::size_t kWeekOfInterest = 2;

BoardRules over(BoardRules rules, const TimeRange& window) {
    rules.window = window;
    rules.ranking = Ranking::joins;
    rules.limit = 0;
    return rules;
}

RetentionRules kept_after(int day, const TimeRange& window, Instant now) {
    RetentionRules rules;
    rules.days = {day};
    rules.window = window;
    rules.now = now;
    return rules;
}

Retained only_row(RetentionBuilder& builder) {
    const Retention made = builder.finish();
    return made.rows.empty() ? Retained{} : made.rows.front().at.front();
}

}  // namespace

std::optional<sys_days> parse_week(std::string_view text) {
    constexpr std::size_t kLength = 8;  // of "2026-W34"
    if (text.size() != kLength || text.substr(4, 2) != "-W") {
        return {};
    }
    const auto year = number(text.substr(0, 4));
    const auto week = number(text.substr(6));
    if (!year || !week || *week < 1) {
        return {};
    }
    // The fourth of January lies in the first week.
    const sys_days fourth{std::chrono::year{*year} / 1 / 4};
    const sys_days monday = fourth - days{weekday_index(fourth)} + kWeek * (*week - 1);
    return week_text(monday) == text ? std::optional(monday) : std::nullopt;
}

sys_days latest_full_week(Instant now, const ZoneOffset& zone) {
    const sys_days today = local_day(now, zone);
    return today - days{weekday_index(today)} - kWeek;
}

BriefingWeeks briefing_weeks(sys_days monday, Instant now, const ZoneOffset& zone) {
    using std::chrono::seconds;
    BriefingWeeks weeks;
    weeks.label = week_text(monday);
    weeks.label_before = week_text(monday - kWeek);
    const Instant begin = start_of(monday, zone);
    const Instant end = start_of(monday + kWeek, zone);
    const Instant begin_before = start_of(monday - kWeek, zone);
    // A second behind now, so that now is part of it.
    const Instant present = std::chrono::floor<seconds>(now) + seconds{1};
    weeks.over = end < present;
    weeks.week = {begin, weeks.over ? end : present};
    weeks.before = {begin_before,
                    weeks.over ? begin : std::min(begin, begin_before + (present - begin))};
    weeks.two_before = {start_of(monday - kWeek - kWeek, zone), begin_before};
    return weeks;
}

std::string_view to_text(Sign sign) {
    switch (sign) {
        case Sign::up:
            return "up";
        case Sign::down:
            return "down";
        case Sign::unclear:
            break;
    }
    return "unclear";
}

Sign sign_of(std::int64_t now, std::int64_t before) {
    constexpr double kEven = 0.5;
    if (now < 0 || before < 0 || now + before == 0) {
        return Sign::unclear;
    }
    const Interval chance = wilson(static_cast<double>(now), static_cast<double>(now + before));
    if (chance.low > kEven) {
        return Sign::up;
    }
    return chance.high < kEven ? Sign::down : Sign::unclear;
}

Sign sign_of(const Retained& now, const Retained& before) {
    const Interval a = wilson(now.kept, now.decided());
    const Interval b = wilson(before.kept, before.decided());
    if (a.low > b.high) {
        return Sign::up;
    }
    return a.high < b.low ? Sign::down : Sign::unclear;
}

BriefingBuilder::Week::Week(const BriefingRules& rules,
                            const TimeRange& week,
                            const TimeRange& week_before,
                            const Dictionaries& names)
    : ages(week, {}),
      day_one(kept_after(1, week, rules.inviters.now), names),
      day_seven(kept_after(7, week_before, rules.inviters.now), names),
      inviters(over(rules.inviters, week), names),
      sources(over(rules.sources, week), names) {}

WeekFigures BriefingBuilder::Week::finish() {
    WeekFigures figures;
    AccountAges account_ages = ages.finish();
    figures.under_a_day = account_ages.under_a_day;
    figures.under_a_week = account_ages.under_a_week;
    figures.bursts = std::move(account_ages.bursts);
    figures.day_one = only_row(day_one);
    figures.day_seven = only_row(day_seven);
    figures.inviters = inviters.finish();
    figures.sources = sources.finish();
    figures.tally = figures.sources.total.tally;
    figures.joins = figures.tally.joins;
    return figures;
}

BriefingBuilder::BriefingBuilder(BriefingRules rules, const Dictionaries& names)
    : rules_(std::move(rules)),
      buckets_(buckets_of(rules_.weeks)),
      growth_(buckets_, rules_.inviters.now, names),
      quality_(buckets_, rules_.inviters.now),
      week_(rules_, rules_.weeks.week, rules_.weeks.before, names),
      before_(rules_, rules_.weeks.before, rules_.weeks.two_before, names) {}

template <class Builder, class Visit>
void BriefingBuilder::each(Builder& builder, Visit visit) {
    visit(builder.growth_);
    visit(builder.quality_);
    for (auto* week : {&builder.week_, &builder.before_}) {
        visit(week->ages);
        visit(week->day_one);
        visit(week->day_seven);
        visit(week->inviters);
        visit(week->sources);
    }
}

Parts BriefingBuilder::wants(const SegmentBounds& bounds) const {
    Parts parts;
    each(*this, [&](const auto& part) { parts |= part.wants(bounds); });
    return parts;
}

void BriefingBuilder::add(const JoinColumns& segment) {
    each(*this, [&segment](auto& part) {
        if (!part.wants(segment.bounds).empty()) {
            part.add(segment);
        }
    });
}

Briefing BriefingBuilder::finish() {
    const Growth growth = growth_.finish();
    const std::vector<VerdictCounts> quality = quality_.finish();
    Briefing briefing{std::move(rules_), week_.finish(), before_.finish()};
    briefing.week.leaves = growth.leaves.at(kWeekOfInterest);
    briefing.week.verdicts = quality.at(kWeekOfInterest);
    briefing.before.leaves = growth.leaves.at(kBefore);
    briefing.before.verdicts = quality.at(kBefore);
    return briefing;
}

}  // namespace invitectl::analytics
