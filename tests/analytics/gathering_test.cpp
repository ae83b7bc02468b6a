// Gathered columns hold the same joins as those with an element per join, and count alike.
#include "invitectl/analytics/gathering.hpp"

#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/join_column_vectors.hpp"
#include "invitectl/analytics/level_totals.hpp"
#include "invitectl/analytics/outcome_columns.hpp"
#include "invitectl/analytics/retention.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

#include <random>

namespace invitectl::analytics {
namespace {

using namespace testing;
using std::chrono::days;
using std::chrono::seconds;

// The last one is the server's own URL, assigned to a source that codes lead to.
const std::vector<WayIn> kWays = {kByAbc,
                                  kByAbd,
                                  kByBcd,
                                  kByWidget,
                                  kByOwnUrl,
                                  kAsBot,
                                  kByNothing,
                                  {Candidate::Kind::vanity, own_url, kNoIndex, kByAbc.source}};

// Random joins of some weeks that ended long ago.
class Life {
  public:
    explicit Life(std::uint64_t seed) : random_(seed) {
        const int joins = pick(300);
        for (int i = 0; i < joins; ++i) {
            add_join();
        }
    }

    int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

    // As rows give it, and as a stored segment gives it.
    JoinColumns spread() const { return segment_.view(); }
    JoinColumns gathered() {
        gathered_ = JoinColumnVectors{};
        gathered_.bounds = segment_.bounds;
        gathered_.joined = segment_.joined;
        gathered_.user = segment_.user;
        gathered_.flags = segment_.flags;
        gathered_.candidate_kind = segment_.candidate_kind;
        gathered_.candidate_code = segment_.candidate_code;
        gathered_.candidate_inviter = segment_.candidate_inviter;
        gathered_.candidate_source = segment_.candidate_source;
        gathered_.candidate_p = segment_.candidate_p;
        gathered_.gathered = segment_.gather(Parts::all());
        gathered_.is_gathered = true;
        return gathered_.view();
    }
    // As a full stored segment gives its totals, with who left since.
    JoinColumns totals(Axis axis,
                       const OutcomeRules& rules,
                       std::span<const ChangedStay> later = {}) {
        const JoinColumns columns = gathered();
        const bool by_source = axis == Axis::source;
        JoinColumnVectors& of = gathered_;
        of.totals = totals_of(
            by_source ? TotalsLevel::source : TotalsLevel::inviter, columns, ticks_of(rules));
        const LevelEntries& level = by_source ? of.gathered.source : of.gathered.inviter;
        for (const ChangedStay& leave : later) {
            of.later_leaves.push_back({.entry = level.entries[level.entry[leave.place]],
                                       .rejoin = (of.flags[leave.place] & join_flag::kRejoin) != 0,
                                       .in_totals = of.gathered.stay_of(leave.place),
                                       .now = {leave.leave.stayed_least, leave.leave.stayed_most}});
        }
        of.is_totals = true;
        return of.view();
    }
    // Made from the gathered one again.
    JoinColumnVectors back() {
        gathered();
        gathered_.spread_out(Parts::all());
        return gathered_;
    }
    std::vector<ChangedStay> changed_stays() {
        std::vector<ChangedStay> changed;
        for (std::size_t i = 0; i < segment_.size(); ++i) {
            if (pick(5) == 0) {
                const bool is_back = pick(3) == 0;
                const Tick left = segment_.joined[i] + static_cast<Tick>(pick(1000));
                changed.push_back(
                    {i, is_back ? LeaveTicks{} : LeaveTicks{left, left + 7, left, left + 9}});
            }
        }
        return changed;
    }
    JoinColumnVectors& segment() { return segment_; }
    JoinColumnVectors& gathered_segment() { return gathered_; }

  private:
    const WayIn& some_way() {
        return kWays[static_cast<std::size_t>(pick(static_cast<int>(kWays.size())))];
    }

    void add_join() {
        const WayIn& way = some_way();
        JoinEntry join =
            came(way, static_cast<Verdict>(pick(7)), kStart + seconds{pick(3'000'000)});
        join.inviter_verdict = static_cast<Verdict>(pick(7));
        join.source_verdict = static_cast<Verdict>(pick(7));
        join.flags = static_cast<std::uint8_t>(pick(4));
        if (pick(2) == 0) {
            const Instant earliest = join.joined_at + seconds{pick(1'000'000)};
            join.leave = Leave{earliest, earliest + seconds{pick(4) * 5000}};
        }
        std::vector<WeightedWay> candidates;
        for (int left = pick(4); left > 0; --left) {
            candidates.push_back({some_way(), 0.125 * (1 + pick(4))});
        }
        segment_.add(join, candidates);
    }

    std::mt19937_64 random_;
    JoinColumnVectors segment_;
    JoinColumnVectors gathered_;
};

void expect_same(const JoinColumnVectors& a, const JoinColumnVectors& b) {
    EXPECT_EQ(a.left_least, b.left_least);
    EXPECT_EQ(a.left_most, b.left_most);
    EXPECT_EQ(a.stayed_least, b.stayed_least);
    EXPECT_EQ(a.stayed_most, b.stayed_most);
    EXPECT_EQ(a.by, b.by);
    EXPECT_EQ(a.code_verdict, b.code_verdict);
    EXPECT_EQ(a.inviter_verdict, b.inviter_verdict);
    EXPECT_EQ(a.source_verdict, b.source_verdict);
    EXPECT_EQ(a.code, b.code);
    EXPECT_EQ(a.inviter, b.inviter);
    EXPECT_EQ(a.source, b.source);
    EXPECT_EQ(a.candidate_offset, b.candidate_offset);
}

// Every round with a seed of its own, which a failure names.
template <class Check>
void for_random_lives(Check check) {
    const std::uint64_t seed = std::random_device{}();
    for (std::uint64_t round = 0; round < 300 && !::testing::Test::HasFailure(); ++round) {
        SCOPED_TRACE("seed " + std::to_string(seed + round));
        Life life(seed + round);
        check(life);
    }
}

TEST(Gathering, loses_nothing) {
    for_random_lives([](Life& life) { expect_same(life.segment(), life.back()); });
}

TEST(Gathering, takes_changed_stays_alike) {
    for_random_lives([](Life& life) {
        const std::vector<ChangedStay> changed = life.changed_stays();
        life.gathered();
        replace_stays(life.gathered_segment(), Parts::all(), changed);
        replace_stays(life.segment(), Parts::all(), changed);
        life.gathered_segment().spread_out(Parts::all());
        expect_same(life.segment(), life.gathered_segment());
    });
}

Board board_of(const BoardRules& rules, const Dictionaries& names, const JoinColumns& segment) {
    BoardBuilder builder(rules, names);
    builder.add(segment);
    return builder.finish();
}

void expect_same(const Board& a, const Board& b) {
    EXPECT_EQ(a.groups, b.groups);
    EXPECT_EQ(a.specials, b.specials);
    EXPECT_EQ(a.total, b.total);
}

TEST(Columns, how_exactly_a_join_is_known_says_something_of_the_stay_and_nothing_of_the_leave) {
    const Leave leave{kStart + seconds{100}, kStart + seconds{200}};
    const LeaveTicks exact = ticks_of(kStart, leave);
    const LeaveTicks rough = ticks_of(kStart, leave, kStart - seconds{60});
    EXPECT_EQ(rough.left_least, exact.left_least);
    EXPECT_EQ(rough.left_most, exact.left_most);
    EXPECT_EQ(rough.stayed_least, exact.stayed_least);
    EXPECT_EQ(rough.stayed_most, exact.stayed_most + tick_of(seconds{60}) - 1);
}

TEST(Gathering, boards_count_alike) {
    int gathered = 0;
    int totals = 0;
    for_random_lives([&](Life& life) {
        const Dictionaries names = dictionaries();
        BoardRules rules;
        rules.axis = static_cast<Axis>(life.pick(4));
        rules.outcome = {seconds{600}, days{7}};
        // Some boards see all, some a part, some people who are too young.
        rules.now = kStart + days{life.pick(2) == 0 ? 400 : 10 + life.pick(40)};
        if (life.pick(2) == 0) {
            rules.window.from = kStart + seconds{life.pick(3'000'000)};
        }
        rules.certain_only = life.pick(2) == 0;
        rules.without_manual = life.pick(2) == 0;
        rules.credit.rejoins = life.pick(2) == 0;
        rules.credit.self_invites = true;
        if (life.pick(2) == 0) {
            rules.credit.excluded_inviters = {names.inviters[ana]};
        }
        if (life.pick(2) == 0) {
            rules.credit.ignored = {names.codes[abc].code};
        }
        SegmentBounds bounds = life.spread().bounds;
        bounds.totals = ticks_of(rules.outcome);
        const Parts shortcuts = BoardBuilder(rules, names).shortcuts(bounds);
        if (shortcuts.has(Part::gathered)) {
            ++gathered;
            expect_same(board_of(rules, names, life.gathered()),
                        board_of(rules, names, life.spread()));
        }
        if (shortcuts.has(Part::totals)) {
            ++totals;
            expect_same(board_of(rules, names, life.totals(rules.axis, rules.outcome)),
                        board_of(rules, names, life.spread()));
        }
    });
    EXPECT_GT(gathered, 50);
    EXPECT_GT(totals, 10);
}

TEST(Gathering, totals_take_later_leaves) {
    for_random_lives([&](Life& life) {
        const Dictionaries names = dictionaries();
        BoardRules rules;
        rules.outcome = {seconds{600}, days{7}};
        rules.now = kStart + days{400};
        rules.credit.rejoins = life.pick(2) == 0;
        rules.credit.self_invites = true;
        const std::vector<ChangedStay> later = life.changed_stays();
        const JoinColumns before = life.totals(rules.axis, rules.outcome, later);
        const Board by_totals = board_of(rules, names, before);
        replace_stays(life.segment(), Parts::all(), later);
        expect_same(by_totals, board_of(rules, names, life.spread()));
    });
}

TEST(Gathering, retention_counts_alike) {
    for_random_lives([](Life& life) {
        const Dictionaries names = dictionaries();
        RetentionRules rules;
        rules.now = kStart + days{400};
        rules.days = {1, 7, 30};
        rules.cohort = life.pick(2) == 0 ? std::optional(Cohort::week) : std::nullopt;
        RetentionBuilder by_join(rules, names);
        RetentionBuilder by_leaver(rules, names);
        ASSERT_TRUE(by_leaver.shortcuts(life.spread().bounds).has(Part::gathered));
        by_join.add(life.spread());
        by_leaver.add(life.gathered());
        EXPECT_EQ(by_leaver.finish().rows, by_join.finish().rows);
    });
}

TEST(Gathering, is_left_alone_where_joins_must_be_looked_at) {
    const Dictionaries names = dictionaries();
    BoardRules rules;
    rules.outcome = {seconds{600}, days{7}};
    rules.now = kStart + days{400};
    SegmentBounds bounds;
    bounds.include(tick_of(kStart), tick_of(kStart + days{1}));
    bounds.totals = ticks_of(rules.outcome);
    const auto has = [&](Part part) {
        return BoardBuilder(rules, names).shortcuts(bounds).has(part);
    };
    EXPECT_TRUE(has(Part::gathered));
    EXPECT_TRUE(has(Part::totals));
    bounds.totals->retained_after += 1;
    EXPECT_FALSE(has(Part::totals)) << "other thresholds";
    bounds.totals = ticks_of(rules.outcome);
    rules.window.from = kStart + seconds{1};
    EXPECT_TRUE(has(Part::gathered));
    EXPECT_FALSE(has(Part::totals)) << "a part of it";
    rules.window = {};
    bounds.include(tick_of(kStart + days{399}), kNever);
    EXPECT_TRUE(has(Part::gathered));
    EXPECT_FALSE(has(Part::totals)) << "somebody is young";
    rules.credit.min_member_age = days{1};
    EXPECT_FALSE(has(Part::gathered)) << "every joiner's age counts";
    RetentionRules retention;
    retention.now = rules.now;
    retention.days = {1, 30};
    EXPECT_TRUE(RetentionBuilder(retention, names).shortcuts(bounds).empty());
}

}  // namespace
}  // namespace invitectl::analytics
