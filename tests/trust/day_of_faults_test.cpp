// A day of faults can be lived again: the same seed gives the same requests and the same rows.
#include "tests/trust/day.hpp"
#include <gtest/gtest.h>

namespace invitectl::trust {
namespace {

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
