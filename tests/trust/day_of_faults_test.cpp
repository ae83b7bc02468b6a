// Some hours at one-minute polls with every fault there is, so dense that each comes about. Whole
// days are lived by trust_campaign. A failing seed replays identically:
//
//   build/dev/trust_test --gtest_filter='Seeds/HoursOfFaults.*/17'
#include "tests/trust/day_checks.hpp"
#include <gtest/gtest.h>

#include <cstdlib>

namespace invitectl::trust {
namespace {

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

// INVITECTL_ROUNDS says how many.
int seeds() {
    const char* rounds = std::getenv("INVITECTL_ROUNDS");
    return rounds != nullptr ? std::atoi(rounds) : 30;
}

INSTANTIATE_TEST_SUITE_P(Seeds, HoursOfFaults, ::testing::Range(0, seeds()));

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
