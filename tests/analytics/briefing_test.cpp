// A week held against the one before, against figures counted join by join.
#include "invitectl/analytics/briefing.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

#include <random>

namespace invitectl::analytics {
namespace {

using namespace testing;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;

constexpr sys_days kMonday{std::chrono::year{2026} / 8 / 17};  // of 2026-W34

struct Told {
    JoinEntry entry;
    std::vector<WeightedWay> candidates;
};

Briefing briefing_of(const std::vector<Told>& joins,
                     sys_days monday,
                     Instant now,
                     const ZoneOffset& zone = {}) {
    const Dictionaries names = dictionaries();
    BriefingRules rules{
        briefing_weeks(monday, now, zone), rules_by(Axis::inviter), rules_by(Axis::source)};
    rules.inviters.now = rules.sources.now = now;
    BriefingBuilder builder(rules, names);
    JoinColumnVectors columns;
    for (const Told& join : joins) {
        columns.add(join.entry, join.candidates);
    }
    const JoinColumns segment = columns.view();
    if (!builder.wants(segment.bounds).empty()) {
        builder.add(segment);
    }
    return builder.finish();
}

TEST(Weeks, are_read_as_iso_numbers_them) {
    EXPECT_EQ(parse_week("2026-W34"), kMonday);
    EXPECT_EQ(parse_week("2020-W53"), sys_days{std::chrono::year{2020} / 12 / 28});
    EXPECT_EQ(parse_week("2026-W01"), sys_days{std::chrono::year{2025} / 12 / 29});
    for (const auto* wrong : {"2026-W54",
                              "2021-W53",
                              "2026-W00",
                              "2026-34",
                              "2026-W3",
                              "W34",
                              "",
                              "2026-w34",
                              "2026-W340",
                              "2026-W-1"}) {
        EXPECT_EQ(parse_week(wrong), std::nullopt) << wrong;
    }
    EXPECT_EQ(latest_full_week(Instant{kMonday}, {}), kMonday - days{7});
    EXPECT_EQ(latest_full_week(Instant{kMonday} - Duration{1}, {}), kMonday - days{14});
}

TEST(Weeks, that_are_not_over_are_held_against_as_much_of_the_one_before) {
    const Instant now = Instant{kMonday} + hours{50};
    const BriefingWeeks weeks = briefing_weeks(kMonday, now, {});
    EXPECT_FALSE(weeks.over);
    EXPECT_EQ(weeks.label, "2026-W34");
    EXPECT_EQ(weeks.label_before, "2026-W33");
    EXPECT_EQ(weeks.week.until - weeks.week.from, weeks.before.until - weeks.before.from);
    EXPECT_EQ(weeks.week.until, now + std::chrono::seconds{1});
    EXPECT_EQ(weeks.before.from, Instant{kMonday - days{7}});
}

// In Berlin the week in which clocks change has 167 hours, and begins an hour or two before UTC's.
TEST(Weeks, are_weeks_of_local_days) {
    const sys_days monday{std::chrono::year{2026} / 3 / 23};
    const Instant change = Instant{sys_days{std::chrono::year{2026} / 3 / 29}} + hours{1};
    const ZoneOffset berlin = [change](Instant t) {
        return std::chrono::seconds{hours{t < change ? 1 : 2}};
    };
    const BriefingWeeks weeks = briefing_weeks(monday, Instant{monday} + days{20}, berlin);
    EXPECT_TRUE(weeks.over);
    EXPECT_EQ(weeks.week.from, Instant{monday} - hours{1});
    EXPECT_EQ(weeks.week.until - weeks.week.from, Duration{hours{167}});
    EXPECT_EQ(weeks.before.until, weeks.week.from);
}

TEST(Signs, ask_whether_chance_explains_it) {
    EXPECT_EQ(sign_of(3, 0), Sign::unclear) << "three coins may all fall alike";
    EXPECT_EQ(sign_of(10, 0), Sign::up);
    EXPECT_EQ(sign_of(0, 10), Sign::down);
    EXPECT_EQ(sign_of(12, 9), Sign::unclear);
    EXPECT_EQ(sign_of(1200, 900), Sign::up);
    EXPECT_EQ(sign_of(0, 0), Sign::unclear);
    const auto kept = [](double part, double whole) {
        Retained share;
        share.kept = part;
        share.lost = whole - part;
        return share;
    };
    EXPECT_EQ(sign_of(kept(1, 1), kept(0, 1)), Sign::unclear);
    EXPECT_EQ(sign_of(kept(90, 100), kept(50, 100)), Sign::up);
    EXPECT_EQ(sign_of(kept(50, 100), kept(90, 100)), Sign::down);
    EXPECT_EQ(sign_of(kept(0, 0), kept(50, 100)), Sign::unclear);
}

class RandomWeeks {
  public:
    explicit RandomWeeks(unsigned seed) : random_(seed) {
        std::vector<Instant> times;
        for (int count = pick(120); count > 0; --count) {
            times.push_back(Instant{kMonday} - days{22} + Duration{hours{pick(45 * 24)}} +
                            Duration{pick(3) * 500'000});
        }
        std::ranges::sort(times);
        for (const Instant t : times) {
            joins.push_back(told(t));
        }
    }

    int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

    std::vector<Told> joins;

  private:
    Told told(Instant t) {
        const std::vector<WayIn> ways = {
            kByAbc, kByAbd, kByBcd, kByWidget, kByOwnUrl, kAsBot, kByNothing};
        const WayIn way = ways[static_cast<std::size_t>(pick(7))];
        Told join{came(way, static_cast<Verdict>(pick(7)), t), {}};
        join.entry.user =
            account_made_at(t - Duration{hours{pick(300)}} - std::chrono::minutes{30}, pick(1000));
        if (pick(2) == 0) {
            const Instant earliest = t + Duration{hours{pick(240)}};
            join.entry.leave = Leave{earliest, earliest + pick(2) * hours{pick(60)}};
        }
        const Verdict verdict = join.entry.inviter_verdict;
        if (verdict == Verdict::likely || verdict == Verdict::open) {
            join.candidates = {{way, 0.9}, {kByBcd, 0.1}};
        }
        return join;
    }

    std::mt19937 random_;
};

struct Counted {
    std::int64_t joins = 0;
    std::int64_t leaves = 0;
    std::int64_t certain = 0;
    std::int64_t under_a_day = 0;
    std::int64_t by_ana = 0;
    std::int64_t by_reddit = 0;
    std::array<std::int64_t, kOutcomeCount> outcomes{};
    double kept = 0;
    double lost = 0;
    double unsure = 0;
};

bool within(const TimeRange& range, Instant t) {
    return t >= range.from && t < range.until;
}

void count_stay(const JoinEntry& join, int day, Instant now, Counted& counted) {
    if (now - join.joined_at < days{day}) {
        return;
    }
    const bool least = !join.leave || join.leave->earliest - join.joined_at >= days{day};
    const bool most = !join.leave || join.leave->latest - join.joined_at >= days{day};
    (least ? counted.kept : most ? counted.unsure : counted.lost) += 1;
}

Counted count(const std::vector<Told>& joins, const TimeRange& week, Instant now) {
    Counted counted;
    for (const Told& told : joins) {
        const JoinEntry& join = told.entry;
        if (join.joined_at > now) {
            continue;
        }
        if (join.leave && join.leave->latest <= now && within(week, join.leave->latest)) {
            ++counted.leaves;
        }
        if (!within(week, join.joined_at)) {
            continue;
        }
        ++counted.joins;
        counted.certain += is_certain(join.code_verdict) ? 1 : 0;
        counted.under_a_day += join.joined_at - join.user.created_at() < days{1} ? 1 : 0;
        const bool credited = is_credited(join.inviter_verdict);
        counted.by_ana +=
            credited && join.answer.kind == Candidate::Kind::invite && join.answer.inviter == ana;
        counted.by_reddit += credited && join.answer.source == reddit;
        ++counted.outcomes.at(static_cast<std::size_t>(
            outcome_of({.user = {}, .joined_at = join.joined_at, .leave = join.leave},
                       now,
                       {std::chrono::seconds{600}, days{7}})));
        count_stay(join, 1, now, counted);
    }
    return counted;
}

std::int64_t joins_of(const Board& board, std::int64_t group) {
    for (const BoardRow& row : board.groups) {
        if (row.key.id == group) {
            return row.tally.joins;
        }
    }
    return 0;
}

void expect_equal(const WeekFigures& week, const Counted& counted) {
    EXPECT_EQ(week.joins, counted.joins);
    EXPECT_EQ(week.leaves, counted.leaves);
    EXPECT_EQ(week.verdicts.certain(), counted.certain);
    EXPECT_EQ(week.verdicts.total(), counted.joins);
    EXPECT_EQ(week.under_a_day, counted.under_a_day);
    EXPECT_EQ(week.tally.by_outcome, counted.outcomes);
    EXPECT_EQ(joins_of(week.inviters, ana), counted.by_ana);
    EXPECT_EQ(joins_of(week.sources, reddit), counted.by_reddit);
    EXPECT_DOUBLE_EQ(week.day_one.kept, counted.kept);
    EXPECT_DOUBLE_EQ(week.day_one.lost, counted.lost);
    EXPECT_DOUBLE_EQ(week.day_one.unsure, counted.unsure);
}

TEST(BriefingOfRandomWeeks, is_what_counting_join_by_join_gives) {
    std::int64_t seen = 0;
    for (unsigned seed = 1; seed <= 1000; ++seed) {
        SCOPED_TRACE(seed);
        RandomWeeks random(seed);
        const Instant now = Instant{kMonday} + Duration{hours{random.pick(21 * 24)}};
        const Briefing made = briefing_of(random.joins, kMonday, now);
        const BriefingWeeks& weeks = made.rules.weeks;
        expect_equal(made.week, count(random.joins, weeks.week, now));
        expect_equal(made.before, count(random.joins, weeks.before, now));
        EXPECT_EQ(made.empty(),
                  made.week.joins + made.week.leaves + made.before.joins + made.before.leaves == 0);
        seen += made.week.joins;
    }
    EXPECT_GT(seen, 5000);
}

TEST(BriefingOfNothing, has_nothing_to_say) {
    EXPECT_TRUE(briefing_of({}, kMonday, Instant{kMonday} + days{8}).empty());
}

}  // namespace
}  // namespace invitectl::analytics
