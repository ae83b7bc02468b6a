// What admins ask about Discord's moods, told as stories.
#include "invitectl/store/readings.hpp"
#include "invitectl/store/runs.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

const store::Gap* gap_of(const std::vector<store::Gap>& gaps, store::PollKind kind) {
    const auto found = std::ranges::find(gaps, kind, &store::Gap::kind);
    return found == gaps.end() ? nullptr : &*found;
}

TEST(Scenario, paused_guild_makes_no_requests) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin();
    story.pass(5min);
    story.tool.set("enabled", "off");
    const int before = story.tool.discord().calls();
    story.pass(5min);
    story.pass(5min);
    EXPECT_EQ(story.tool.discord().calls(), before);
    const auto gaps = store::gaps(story.tool.database(), story.tool.guild());
    const store::Gap* gap = gap_of(gaps, store::PollKind::invites);
    ASSERT_NE(gap, nullptr);
    EXPECT_EQ(gap->reason, "disabled");
    EXPECT_GE(gap->until - gap->from, 10min);

    story.tool.set("enabled", "on");
    story.pass(5min);
    EXPECT_GT(story.tool.discord().calls(), before);
}

TEST(Scenario, audit_log_older_than_45_days) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin();
    story.pass(5min);
    story.guild.world().advance(std::chrono::days{50});
    story.pass(5min);
    const auto gaps = store::gaps(story.tool.database(), story.tool.guild());
    const store::Gap* gap = gap_of(gaps, store::PollKind::audit);
    ASSERT_NE(gap, nullptr);
    EXPECT_EQ(gap->reason, "horizon");
    EXPECT_GT(gap->until - gap->from, std::chrono::days{4});
    EXPECT_LT(gap->until - gap->from, std::chrono::days{6});
}

}  // namespace
}  // namespace invitectl::testing
