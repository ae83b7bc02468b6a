// Verdicts add up, traffic gives what the study measured, and labels show how far to trust answers.
#include "invitectl/analytics/coverage.hpp"

#include "invitectl/analytics/share_jumps.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace invitectl::analytics {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

// Thursday, 2026-01-01.
Instant at(Duration after) {
    return from_micros(1'767'225'600'000'000) + after;
}

Attribution answer(Verdict verdict, const std::string& reason = "only_way") {
    Attribution made;
    made.code.verdict = verdict;
    made.inviter.verdict = Verdict::proved;
    made.source.verdict = verdict;
    made.reason = reason;
    made.settled = verdict != Verdict::unknown;
    return made;
}

Attribution by(const std::string& code) {
    Attribution made;
    made.candidates = {{Candidate::Kind::invite, *InviteCode::parse(code), {}, {}, 1}};
    return made;
}

TEST(Coverage, every_join_has_one_verdict_a_level_and_one_week) {
    CoverageBuilder builder({}, at(days{30}));
    builder.add(at(0h), answer(Verdict::proved));
    builder.add(at(1h), answer(Verdict::open, "several_ways"));
    builder.add(at(days{20}), answer(Verdict::likely, "several_ways"));
    const Coverage coverage = builder.finish();
    EXPECT_EQ(coverage.code.total(), 3);
    EXPECT_EQ(coverage.inviter.of(Verdict::proved), 3);
    EXPECT_EQ(coverage.source.of(Verdict::open), 1);
    EXPECT_EQ(coverage.settled, 3);
    // Weeks without joins are there, so that gaps show.
    ASSERT_EQ(coverage.weeks.size(), 4U);
    EXPECT_EQ(coverage.weeks[0].monday, at(-days{3}));
    EXPECT_EQ(coverage.weeks[0].code.total(), 2);
    EXPECT_EQ(coverage.weeks[0].code.certain(), 1);
    EXPECT_EQ(coverage.weeks[1].code.total(), 0);
    EXPECT_EQ(coverage.weeks[3].code.total(), 1);
    ASSERT_EQ(coverage.reasons.size(), 2U);
    EXPECT_EQ(coverage.reasons[0].reason, "several_ways");
    EXPECT_EQ(coverage.reasons[0].joins, 2);
}

TEST(Coverage, leaves_out_what_is_outside_the_window_or_still_to_come) {
    CoverageBuilder builder({at(1h), at(3h)}, at(2h));
    for (const Duration t : {Duration{0h}, Duration{1h}, Duration{2h}, Duration{2h + 1s}}) {
        builder.add(at(t), answer(Verdict::proved));
    }
    EXPECT_EQ(builder.finish().code.total(), 2);
}

TEST(Traffic, of_one_code_is_never_disturbed) {
    Traffic traffic(1h);
    for (int i = 0; i < 100; ++i) {
        traffic.add(by("abc"));
    }
    EXPECT_DOUBLE_EQ(traffic.joins_per_hour(), 100);
    EXPECT_DOUBLE_EQ(traffic.alone(1h, 8s), 1);
}

TEST(Traffic, of_two_equal_codes_halves_the_disturbers) {
    Traffic traffic(1h);
    for (int i = 0; i < 6; ++i) {
        traffic.add(by("abc"));
        traffic.add(by("def"));
    }
    // 12 an hour, 5 minutes: one join a window, half of them by the other code.
    EXPECT_NEAR(traffic.alone(5min, 0s), std::exp(-0.5), 1e-12);
    EXPECT_GT(traffic.alone(10s, 5s), traffic.alone(1min, 5s));
}

TEST(Traffic, of_nobody_tells_nothing) {
    EXPECT_EQ(Traffic(0h).joins_per_hour(), 0);
    EXPECT_EQ(Traffic(1h).alone(5min, 5s), 0);
}

TEST(Reliability, compares_what_was_said_with_what_was_right) {
    Reliability reliability;
    for (int i = 0; i < 10; ++i) {
        reliability.add(0.8, i < 6);
    }
    reliability.add(1, true);
    const auto bins = reliability.bins();
    ASSERT_EQ(bins.size(), 2U);
    EXPECT_EQ(bins[0].answers, 10);
    EXPECT_NEAR(bins[0].expected, 8, 1e-12);
    EXPECT_EQ(bins[0].right, 6);
    EXPECT_EQ(bins[1].answers, 1);
    EXPECT_NEAR(reliability.error(), 2.0 / 11, 1e-12);
    EXPECT_EQ(reliability.answers(), 11);
}

class Jumps : public testing::Test {
  protected:
    Jumps() {
        for (int day = 1; day <= 25; ++day) {
            jumps.add(at(days{day}), InviteCode::parse("old"), 1, 1);
        }
    }
    void recent(int joins, const std::string& code, SourceId source) {
        for (int i = 0; i < joins; ++i) {
            jumps.add(at(days{30}), InviteCode::parse(code), source, 1);
        }
    }

    ShareJumps jumps{{}, at(days{35})};
};

TEST_F(Jumps, name_the_source_and_the_code_behind_it) {
    recent(6, "old", 1);
    recent(5, "new", 2);
    recent(1, "other", 2);
    const auto found = jumps.finish();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].source, 2);
    EXPECT_EQ(found[0].code, InviteCode::parse("new"));
    EXPECT_EQ(found[0].joins, 6);
    EXPECT_DOUBLE_EQ(found[0].before, 0);
    EXPECT_DOUBLE_EQ(found[0].now, 0.5);
}

TEST_F(Jumps, are_not_seen_in_a_handful_of_joins) {
    recent(9, "new", 2);
    EXPECT_TRUE(jumps.finish().empty());
    recent(1, "new", 2);
    EXPECT_EQ(jumps.finish().size(), 1U);
}

TEST_F(Jumps, are_not_a_source_that_was_always_large) {
    recent(20, "old", 1);
    EXPECT_TRUE(jumps.finish().empty());
}

}  // namespace
}  // namespace invitectl::analytics
