#include "invitectl/workflow/overview.hpp"

#include "invitectl/analytics/answer_quality.hpp"
#include "invitectl/store/join_columns.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/sources.hpp"

#include <algorithm>
#include <iterator>

namespace invitectl::workflow {
namespace {

using analytics::Tick;

// Of the tree: deeper chains are counted, not shown.
constexpr int kTreeLevels = 4;

// From the first join on where the window has no beginning. The end lies a second behind `now`,
// so that it is part of the span.
TimeRange span_of(store::JoinColumnLoader& loader, const analytics::BoardRules& rules) {
    Tick first = analytics::kNever;
    const auto note = [&first](const analytics::SegmentBounds& bounds) {
        first = std::min(first, bounds.first_joined);
        return analytics::Parts{};
    };
    // Joins behind the last segment are handed on unasked.
    loader.each_segment(note, [&](const analytics::JoinColumns& rest) { note(rest.bounds); });
    const Instant end =
        std::chrono::floor<std::chrono::seconds>(rules.now) + std::chrono::seconds{1};
    const Instant begin = first == analytics::kNever
                              ? end - std::chrono::days{1}
                              : Instant{std::chrono::seconds{analytics::unix_second(first)}};
    TimeRange span{std::max(rules.window.from, begin), std::min(rules.window.until, end)};
    if (span.from >= span.until) {
        span.from = span.until - std::chrono::days{1};
    }
    return span;
}

// Weeks for up to half a year, else months.
analytics::RetentionRules cohorts_of(const GuildOverview& made, const OverviewRules& rules) {
    constexpr auto kLongestInWeeks = std::chrono::days{184};
    const bool weeks = made.span.until - made.span.from <= kLongestInWeeks;
    return {.axis = {},
            .cohort = weeks ? analytics::Cohort::week : analytics::Cohort::month,
            .days = {1, 3, 7, 14, 30, 60, 90},
            .window = made.span,
            .now = std::chrono::floor<std::chrono::seconds>(rules.inviters.now),
            .zone = rules.zone};
}

// Pauses that are long as such, and longer than usual by far: a few missed runs are no gap.
std::vector<TimeRange> long_pauses(std::vector<TimeRange> pauses) {
    constexpr Duration kLong = std::chrono::hours{1};
    constexpr int kTimesUsual = 5;
    if (pauses.empty()) {
        return pauses;
    }
    const auto length = [](const TimeRange& pause) { return pause.until - pause.from; };
    std::vector<Duration> lengths;
    std::ranges::transform(pauses, std::back_inserter(lengths), length);
    const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::ranges::nth_element(lengths, middle);
    const Duration least = std::max(kLong, kTimesUsual * *middle);
    std::erase_if(pauses, [&](const TimeRange& pause) { return length(pause) < least; });
    return pauses;
}

std::vector<Source> campaigns(sql::Connection& database, GuildId guild) {
    std::vector<Source> found = store::sources(database, guild);
    std::erase_if(found, [](const Source& source) { return source.kind != SourceKind::named; });
    return found;
}

// Hands every segment to all builders at once.
template <class... Builders>
void read_all(store::JoinColumnLoader& loader, Builders&... builders) {
    loader.each_segment(
        [&](const analytics::SegmentBounds& bounds) { return (builders.wants(bounds) | ...); },
        [&](const analytics::JoinColumns& segment) { (builders.add(segment), ...); });
}

}  // namespace

GuildOverview make_overview(sql::Connection& database, GuildId guild, const OverviewRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild);
    GuildOverview made;
    made.span = span_of(loader, rules.inviters);
    made.buckets = analytics::buckets_over(made.span, rules.zone);
    const Instant now = rules.inviters.now;
    analytics::BoardRules inviter_rules = rules.inviters;
    analytics::BoardRules source_rules = rules.sources;
    inviter_rules.window = source_rules.window = made.span;

    analytics::GrowthBuilder growth(made.buckets, now, loader.dictionaries());
    analytics::AnswerQualityBuilder quality(made.buckets, now);
    analytics::JoinCalendarBuilder calendar(made.span, now, rules.zone);
    analytics::AccountAgesBuilder ages(made.span, {});
    analytics::RetentionBuilder retention(cohorts_of(made, rules), loader.dictionaries());
    analytics::BoardBuilder inviters(inviter_rules, loader.dictionaries());
    analytics::BoardBuilder sources(source_rules, loader.dictionaries());
    made.tree_rules.window = made.span;
    made.tree_rules.depth = kTreeLevels;
    made.tree_rules.now = std::chrono::floor<std::chrono::seconds>(now);
    analytics::TreeBuilder tree(made.tree_rules, loader.dictionaries());
    read_all(loader, growth, quality, calendar, ages, retention, inviters, sources, tree);
    for (const store::StoredJoin& join : store::removed_joins(database, guild, made.span, now)) {
        ages.add(analytics::RemovedJoin{join.spell.user, join.spell.joined_at});
    }
    const auto other_uses = loader.other_uses(made.span, now);
    inviters.add(other_uses);
    sources.add(other_uses);

    made.growth = growth.finish();
    made.quality = quality.finish();
    made.calendar = calendar.finish();
    made.ages = ages.finish();
    made.retention = retention.finish();
    made.inviters = inviters.finish();
    made.sources = sources.finish();
    made.tree = tree.finish();
    made.gaps = store::gaps(database, guild);
    made.pauses = long_pauses(store::pauses_before_news(database, guild, Stream::invites));
    made.campaigns = campaigns(database, guild);
    made.dictionaries = loader.dictionaries();
    return made;
}

}  // namespace invitectl::workflow
