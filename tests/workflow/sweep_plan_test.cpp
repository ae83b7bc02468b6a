#include "invitectl/workflow/sweep_plan.hpp"

#include <gtest/gtest.h>

namespace invitectl::workflow {
namespace {

using namespace std::chrono_literals;

constexpr Duration kAuto{0};
const Instant kNow = from_micros(1'767'225'600'000'000);

store::Sweep sweep(std::int64_t members, Duration ago) {
    return {1, {kNow - ago, kNow - ago}, members};
}

TEST(SweepPlan, the_first_sweep_is_read_whole) {
    const SweepPlan plan = plan_sweep(kAuto, {}, false, 1min, kNow);
    EXPECT_TRUE(plan.due);
    EXPECT_FALSE(plan.pages);
}

TEST(SweepPlan, a_small_guild_is_swept_each_time) {
    const SweepPlan plan = plan_sweep(kAuto, sweep(5'000, 1min), false, 1min, kNow);
    EXPECT_TRUE(plan.due);
    EXPECT_FALSE(plan.pages);
}

TEST(SweepPlan, a_large_one_hourly_and_in_parts) {
    EXPECT_FALSE(plan_sweep(kAuto, sweep(5'001, 59min), false, 1min, kNow).due);
    const SweepPlan plan = plan_sweep(kAuto, sweep(5'001, 60min), false, 1min, kNow);
    EXPECT_TRUE(plan.due);
    EXPECT_EQ(plan.pages, kPagesPerRun);
    EXPECT_TRUE(plan_sweep(kAuto, sweep(5'001, 1min), true, 1min, kNow).due)
        << "what was begun is finished";
}

TEST(SweepPlan, rare_runs_read_to_the_end) {
    EXPECT_FALSE(plan_sweep(kAuto, sweep(9'999, 2h), false, 15min, kNow).pages);
    EXPECT_FALSE(plan_sweep(kAuto, sweep(9'999, 2h), false, {}, kNow).pages);
}

TEST(SweepPlan, the_setting_of_the_guild_decides) {
    EXPECT_FALSE(plan_sweep(10min, sweep(50, 9min), false, 1min, kNow).due);
    EXPECT_TRUE(plan_sweep(10min, sweep(50, 10min), false, 1min, kNow).due);
    EXPECT_TRUE(plan_sweep(10min, sweep(50'000, 10min), false, 1min, kNow).due);
}

}  // namespace
}  // namespace invitectl::workflow
