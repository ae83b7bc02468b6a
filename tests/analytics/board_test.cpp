// Boards: in which row a join stands, what it counts there, and the order of the rows.
#include "invitectl/analytics/board.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

namespace invitectl::analytics {
namespace {

using namespace std::chrono_literals;
using namespace testing;

class BoardTest : public ::testing::Test {
  protected:
    void join(const JoinEntry& entry, const std::vector<WeightedWay>& candidates = {}) {
        columns_.add(entry, candidates);
    }

    Board board(const BoardRules& rules) const {
        BoardBuilder builder(rules, names_);
        builder.add(columns_.view());
        builder.add(uses_);
        return builder.finish();
    }
    Board board(Axis axis) const { return board(rules_by(axis)); }

    // "abc:2 (open):1": every row with its joins, in order.
    std::string rows(const BoardRules& rules) const {
        const Board result = board(rules);
        std::string text;
        for (const auto* part : {&result.groups, &result.specials}) {
            for (const BoardRow& row : *part) {
                text += (text.empty() ? "" : " ") + row_name(row, rules.axis, names_) + ":" +
                        std::to_string(row.tally.joins);
            }
        }
        return text;
    }
    std::string rows(Axis axis) const { return rows(rules_by(axis)); }

    std::string id_of(InviterIndex inviter) const { return names_.inviters[inviter].text(); }

    Dictionaries names_ = dictionaries();
    JoinColumnVectors columns_;
    std::vector<OtherUses> uses_;
};

TEST_F(BoardTest, each_way_in_has_its_row_on_every_board) {
    for (const WayIn& way : {kByAbc, kByBcd, kByWidget, kByOwnUrl, kAsBot, kByNothing}) {
        join(came(way, Verdict::proved));
    }
    join(came(kByAbc, Verdict::open), {{kByAbc, 0.5}, {kByBcd, 0.5}});
    join(came(kByAbc, Verdict::unknown));
    EXPECT_EQ(rows(Axis::inviter),
              id_of(ana) + ":1 " + id_of(bob) +
                  ":1 (server):1 (no_invite):1 (bot):1 (no_inviter):1 (open):2");
    EXPECT_EQ(rows(Axis::source),
              "Reddit ad:1 (server):1 (no_invite):1 (bot):1 (unassigned):2 (open):2");
    EXPECT_EQ(rows(Axis::code), "abc:1 bcd:1 widget:1 (server):1 (no_invite):1 (bot):1 (open):2");
    EXPECT_EQ(rows(Axis::channel),
              "100:1 200:1 (server):1 (no_invite):1 (bot):1 (no_channel):1 (open):2");
}

TEST_F(BoardTest, each_level_has_its_own_verdict) {
    JoinEntry entry = came(kByAbc, Verdict::open);
    entry.inviter_verdict = Verdict::proved;  // both candidates are codes of ana
    entry.answer = {Candidate::Kind::invite, kNoIndex, ana, kNoIndex};
    join(entry, {{kByAbc, 0.5}, {kByAbd, 0.5}});
    EXPECT_EQ(rows(Axis::inviter), id_of(ana) + ":1");
    EXPECT_EQ(rows(Axis::source), "Reddit ad:0 Twitch:0 (open):1");
    EXPECT_EQ(rows(Axis::code), "abc:0 abd:0 (open):1");
}

TEST_F(BoardTest, a_channel_is_the_image_of_the_codes) {
    join(came(kByAbc, Verdict::open), {{kByAbc, 0.5}, {kByAbd, 0.45}, {kByBcd, 0.05}});
    join(came(kByAbc, Verdict::open), {{kByAbc, 0.5}, {kByBcd, 0.5}});
    EXPECT_EQ(rows(Axis::channel), "100:1 200:0 (open):1");
    EXPECT_EQ(board(Axis::channel).groups[0].certain, 0);
}

TEST_F(BoardTest, a_label_may_give_a_source_to_somebody_without_an_invite) {
    JoinEntry entry = came(kByNothing, Verdict::proved);
    entry.source_verdict = Verdict::manual;
    entry.answer.source = twitch;
    join(entry);
    EXPECT_EQ(rows(Axis::source), "Twitch:1");
    EXPECT_EQ(rows(Axis::inviter), "(no_invite):1");
}

TEST_F(BoardTest, outcomes_certain_and_credited_are_counted) {
    join(and_left(came(kByAbc, Verdict::proved), 600s));
    join(and_left(came(kByAbc, Verdict::likely), 601s), {{kByAbc, 0.95}, {kByBcd, 0.05}});
    join(came(kByAbc, Verdict::stamped));
    join(came(kByAbc, Verdict::proved, kStart + 25 * kDay));
    JoinEntry vague = came(kByAbc, Verdict::proved);
    vague.leave = Leave{kStart, kStart + 8 * kDay};
    join(vague);
    const BoardRow row = board(Axis::code).groups.at(0);
    EXPECT_EQ(row.tally.of(Outcome::fake), 1);
    EXPECT_EQ(row.tally.of(Outcome::left), 1);
    EXPECT_EQ(row.tally.of(Outcome::retained), 1);
    EXPECT_EQ(row.tally.of(Outcome::young), 1);
    EXPECT_EQ(row.tally.of(Outcome::unsure), 1);
    EXPECT_EQ(row.tally.joins, 5);
    EXPECT_EQ(row.tally.decided(), 3);
    EXPECT_DOUBLE_EQ(*row.tally.kept_share(), 1.0 / 3);
    EXPECT_EQ(row.certain, 4);
    EXPECT_EQ(row.credited, 4) << "all but the fake one";
}

TEST_F(BoardTest, expected_joins_follow_the_candidates) {
    join(came(kByAbc, Verdict::proved));
    join(came(kByAbc, Verdict::open), {{kByAbc, 0.7}, {kByBcd, 0.3}});
    join(came(kByAbc, Verdict::unknown));
    const Board result = board(Axis::code);
    EXPECT_DOUBLE_EQ(result.groups.at(0).expected, 1.7);
    EXPECT_DOUBLE_EQ(result.groups.at(0).variance, 0.7 * 0.3);
    EXPECT_DOUBLE_EQ(result.groups.at(1).expected, 0.3);
    EXPECT_DOUBLE_EQ(result.specials.at(0).expected, 1) << "who has no candidate stays open";
    EXPECT_DOUBLE_EQ(result.total.expected, 3);
}

TEST_F(BoardTest, two_codes_of_one_inviter_are_no_uncertainty_about_the_inviter) {
    join(came(kByAbc, Verdict::open), {{kByAbc, 0.5}, {kByAbd, 0.4}, {kByBcd, 0.1}});
    const Board result = board(Axis::inviter);
    EXPECT_DOUBLE_EQ(result.groups.at(0).expected, 0.9);
    EXPECT_DOUBLE_EQ(result.groups.at(0).variance, 0.9 * (1 - 0.9));
}

// inviter_age_6_against_7_days
TEST_F(BoardTest, an_inviter_of_six_days_is_denied_under_a_rule_of_seven) {
    names_.inviters[ana] = account_made_at(kStart - 6 * kDay);
    names_.inviters[bob] = account_made_at(kStart - 7 * kDay);
    join(came(kByAbc, Verdict::proved));
    join(came(kByBcd, Verdict::proved));
    BoardRules rules = rules_by(Axis::inviter);
    EXPECT_EQ(rows(rules), id_of(bob) + ":1 " + id_of(ana) + ":1") << "no rule, no denial";
    rules.credit.min_inviter_age = 7 * kDay;
    EXPECT_EQ(rows(rules), id_of(bob) + ":1 (young_inviter):1");
    const Board result = board(rules);
    EXPECT_EQ(result.total.tally.joins, 2);
    EXPECT_EQ(result.specials.at(0).credited, 0);
    EXPECT_EQ(result.specials.at(0).certain, 1);
}

TEST_F(BoardTest, a_young_member_is_denied_after_a_young_inviter) {
    names_.inviters[bob] = account_made_at(kStart - 1 * kDay);
    JoinEntry young = came(kByAbc, Verdict::proved);
    young.user = account_made_at(kStart - 2 * kDay);
    join(young);
    JoinEntry both = came(kByBcd, Verdict::proved);
    both.user = young.user;
    join(both);
    BoardRules rules = rules_by(Axis::code);
    rules.credit = {7 * kDay, 3 * kDay};
    EXPECT_EQ(rows(rules), "(young_inviter):1 (young_member):1");
}

TEST_F(BoardTest, special_rows_are_never_denied) {
    JoinEntry young = came(kByOwnUrl, Verdict::proved);
    young.user = account_made_at(kStart);
    join(young);
    BoardRules rules = rules_by(Axis::code);
    rules.credit.min_member_age = 7 * kDay;
    EXPECT_EQ(rows(rules), "(server):1");
}

TEST_F(BoardTest, the_window_is_half_open_and_now_ends_it) {
    for (const Duration at : {0s, 10s, 20s, 30s}) {
        join(came(kByAbc, Verdict::proved, kStart + at));
    }
    BoardRules rules = rules_by(Axis::code);
    rules.window = {kStart + 10s, kStart + 30s};
    EXPECT_EQ(rows(rules), "abc:2");
    rules.window = {};
    rules.now = kStart + 20s;
    EXPECT_EQ(rows(rules), "abc:3") << "who joins at this very moment is there";
}

// hundred_leave_against_ten_stay
TEST_F(BoardTest, a_hundred_who_leave_rank_behind_ten_who_stay) {
    for (int i = 0; i < 100; ++i) {
        join(and_left(came(kByAbc, Verdict::proved), kDay));
    }
    for (int i = 0; i < 10; ++i) {
        join(came(kByBcd, Verdict::proved));
    }
    EXPECT_EQ(rows(Axis::code), "bcd:10 abc:100");
    BoardRules rules = rules_by(Axis::code);
    rules.ranking = Ranking::joins;
    EXPECT_EQ(rows(rules), "abc:100 bcd:10");
    rules.ranking = Ranking::share;
    EXPECT_EQ(rows(rules), "bcd:10 abc:100");
}

TEST_F(BoardTest, shares_rank_by_value_and_rows_without_any_come_last) {
    join(came(kByAbc, Verdict::proved));
    join(and_left(came(kByAbc, Verdict::proved), kDay));
    join(came(kByBcd, Verdict::proved));
    join(came(kByWidget, Verdict::proved, kStart + 29 * kDay));
    BoardRules rules = rules_by(Axis::code);
    rules.ranking = Ranking::share;
    EXPECT_EQ(rows(rules), "bcd:1 abc:2 widget:1");
}

TEST_F(BoardTest, ties_are_broken_by_joins_then_baseline_then_name) {
    join(and_left(came(kByBcd, Verdict::proved), kDay));
    join(and_left(came(kByAbd, Verdict::proved), kDay));
    uses_ = {{Candidate::Kind::invite, widget, kNoIndex, kNoIndex, 3, 0},
             {Candidate::Kind::invite, abc, ana, reddit, 2, 0}};
    EXPECT_EQ(rows(Axis::code), "abd:1 bcd:1 widget:0 abc:0");
}

TEST_F(BoardTest, a_limit_folds_the_rest_and_keeps_special_rows) {
    for (const WayIn& way : {kByAbc, kByAbc, kByAbd, kByBcd, kByWidget, kByOwnUrl}) {
        join(came(way, Verdict::proved));
    }
    uses_ = {{Candidate::Kind::invite, bcd, bob, kNoIndex, 5, 1.5}};
    BoardRules rules = rules_by(Axis::code);
    rules.limit = 1;
    EXPECT_EQ(rows(rules), "abc:2 (others):3 (server):1");
    const Board result = board(rules);
    EXPECT_EQ(result.groups_in_all, 4U);
    const BoardRow& others = result.specials.at(0);
    EXPECT_EQ(others.credited, 3);
    EXPECT_EQ(others.certain, 3);
    EXPECT_EQ(others.baseline, 5);
    EXPECT_DOUBLE_EQ(others.ghosts, 1.5);
    EXPECT_DOUBLE_EQ(others.expected, 3);
    rules.limit = 4;
    EXPECT_EQ(rows(rules), "abc:2 bcd:1 abd:1 widget:1 (server):1") << "nothing to fold";
}

TEST_F(BoardTest, baseline_and_ghosts_stand_beside_the_joins) {
    uses_ = {{Candidate::Kind::invite, abc, ana, reddit, 7, 0.5},
             {Candidate::Kind::invite, abd, ana, twitch, 3, 0.25},
             {Candidate::Kind::vanity, own_url, kNoIndex, vanity_source, 40, 2}};
    const Board result = board(Axis::inviter);
    EXPECT_EQ(result.groups.at(0).baseline, 10);
    EXPECT_DOUBLE_EQ(result.groups.at(0).ghosts, 0.75);
    EXPECT_EQ(result.specials.at(0).key.kind, RowKind::server);
    EXPECT_EQ(result.specials.at(0).baseline, 40);
    EXPECT_EQ(result.total.tally.joins, 0);
    EXPECT_EQ(result.total.baseline, 50);
}

TEST_F(BoardTest, segments_give_what_one_segment_gives) {
    JoinColumnVectors second;
    join(came(kByAbc, Verdict::proved));
    second.add(came(kByAbc, Verdict::open),
               std::vector<WeightedWay>{{kByAbc, 0.25}, {kByBcd, 0.75}});
    BoardBuilder builder(rules_by(Axis::code), names_);
    builder.add(columns_.view());
    builder.add(second.view());
    const Board result = builder.finish();
    EXPECT_EQ(result.total.tally.joins, 2);
    EXPECT_DOUBLE_EQ(result.groups.at(0).expected, 1.25);
}

TEST_F(BoardTest, an_empty_guild_has_an_empty_board) {
    const Board result = board(Axis::source);
    EXPECT_TRUE(result.groups.empty());
    EXPECT_TRUE(result.specials.empty());
    EXPECT_EQ(result.total.tally.joins, 0);
}

TEST(BoardWords, go_both_ways) {
    for (const Axis axis : {Axis::inviter, Axis::source, Axis::code, Axis::channel}) {
        EXPECT_EQ(parse_axis(to_text(axis)), axis);
    }
    for (const Ranking ranking : {Ranking::retained, Ranking::joins, Ranking::share}) {
        EXPECT_EQ(parse_ranking(to_text(ranking)), ranking);
    }
    EXPECT_FALSE(parse_axis("moon"));
    EXPECT_FALSE(parse_ranking("luck"));
}

}  // namespace
}  // namespace invitectl::analytics
