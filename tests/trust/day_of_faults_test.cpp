// Days at one-minute polls with every fault there is, and hours in which they are so dense that
// each comes about, held against the truth. INVITECTL_ROUNDS says how many of each. A failing seed
// replays identically:
//
//   build/dev/trust_test --gtest_filter='Seeds/DaysOfFaults.*/17'
#include "tests/trust/day_checks.hpp"
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

namespace invitectl::trust {
namespace {

using namespace std::chrono_literals;

constexpr int kSeeds = 30;

class DaysOfFaults : public ::testing::TestWithParam<int> {};

// Now and then, in long campaigns, a guild that is too large for one page.
TEST_P(DaysOfFaults, lose_nothing_and_double_nothing) {
    DayPlan plan;
    plan.seed = static_cast<std::uint64_t>(GetParam());
    plan.joins_per_hour = 6;
    plan.members = GetParam() % 50 == 49 ? 1200 : 30;
    Day day(plan);
    day.run();
    expect_trust(day);
}

class HoursOfFaults : public ::testing::TestWithParam<int> {};

TEST_P(HoursOfFaults, lose_nothing_and_double_nothing) {
    DayPlan plan;
    plan.seed = static_cast<std::uint64_t>(GetParam());
    plan.minutes = 40;
    plan.quiet_minutes = 15;
    plan.spoilt = 0.01;
    plan.trouble = 0.1;
    Day day(plan);
    day.run();
    expect_trust(day);
}

int seeds() {
    const char* rounds = std::getenv("INVITECTL_ROUNDS");
    return rounds != nullptr ? std::atoi(rounds) : kSeeds;
}

INSTANTIATE_TEST_SUITE_P(Seeds, DaysOfFaults, ::testing::Range(0, seeds()));
INSTANTIATE_TEST_SUITE_P(Seeds, HoursOfFaults, ::testing::Range(0, seeds()));

// cron goes on each minute with a token that Discord has forgotten.
TEST(DayOfFaults, a_revoked_token_is_tried_once_an_hour) {
    DayPlan plan;
    plan.revoked = true;
    plan.trouble = 0;
    plan.quiet_minutes = 5;
    Day day(plan);
    day.run();
    std::map<std::int64_t, int> in_minute;
    std::map<std::int64_t, int> in_hour;
    int refused = 0;
    Instant first{};
    for (const sim::JournalLine& line : day.journal()) {
        if (line.status == 401) {
            first = refused++ == 0 ? line.at : first;
            ++in_minute[(line.at - first) / 1min];
            ++in_hour[(line.at - first) / 1h];
        }
    }
    for (const auto& [minute, requests] : in_minute) {
        EXPECT_EQ(requests, 1) << "in the run of minute " << minute;
    }
    EXPECT_LE(in_hour[0], 7);
    for (int hour = 1; hour < 24; ++hour) {
        EXPECT_LE(in_hour[hour], hour == 1 ? 2 : 1) << "in hour " << hour;
    }
    EXPECT_GE(refused, 20) << "it is tried all the same";
    EXPECT_EQ(day.failed_runs(), plan.minutes) << "no run passes for a success";
    EXPECT_EQ(day.runs(), 1 + plan.minutes + plan.quiet_minutes) << "and all went well afterwards";
}

TEST(DayOfFaults, the_same_seed_gives_the_same_day) {
    DayPlan plan;
    plan.seed = 4;
    plan.minutes = 120;
    plan.spoilt = 0.02;
    Day first(plan);
    Day again(plan);
    first.run();
    again.run();
    EXPECT_EQ(first.fingerprint(), again.fingerprint());
    EXPECT_GT(first.failed_runs(), 0);
}

}  // namespace
}  // namespace invitectl::trust
