// Guilds that are large or whose list of members moves while it is read.
#include "invitectl/store/members.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

namespace invitectl::testing {
namespace {

// Whoever a page leaves out is looked for alone before being called gone.
TEST(Scenario, a_member_missing_from_one_sweep_has_not_left) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin();
    story.pass(5min);
    story.guild.join("bob", "abc");
    story.pass(5min);
    story.tool.discord().hide_once(story.guild.user("bob"));
    story.pass(5min);
    EXPECT_EQ(story.tool.discord().member_looks(), 1);
    EXPECT_FALSE(story.join_of("bob").spell.leave);

    story.guild.leave("bob");
    story.pass(5min);
    EXPECT_EQ(story.tool.discord().member_looks(), 2);
    ASSERT_TRUE(story.join_of("bob").spell.leave);
    story.settle();
    EXPECT_EQ(story.code_of("bob"), "abc");
}

// More leave at once than are looked for: the others are gone when the next sweep misses them too.
TEST(Scenario, when_many_leave_at_once_the_next_sweep_decides) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin();
    story.pass(5min);
    const auto name = [](int i) { return "user" + std::to_string(i); };
    for (int i = 0; i < 70; ++i) {
        story.guild.join(name(i), "abc");
    }
    story.pass(5min);
    for (int i = 0; i < 69; ++i) {
        story.guild.leave(name(i));
    }
    const auto gone = [&] {
        int count = 0;
        for (int i = 0; i < 70; ++i) {
            count += story.join_of(name(i)).spell.leave ? 1 : 0;
        }
        return count;
    };
    story.pass(5min);
    EXPECT_EQ(gone(), 50);
    story.pass(5min);
    EXPECT_EQ(gone(), 69);
    EXPECT_FALSE(story.join_of(name(69)).spell.leave);
    EXPECT_TRUE(workflow::verify_rebuild(story.tool.database(), story.tool.guild(), 5).empty());
}

class LargeGuild : public ::testing::Test {
  protected:
    explicit LargeGuild(bool join_messages = false) : guild({}, {.join_messages = join_messages}) {
        sim::World& world = guild.world();
        const Instant old = world.start() - std::chrono::days{100};
        for (int i = 0; i < 5'100; ++i) {
            world.place_member(
                guild.guild(), world.add_user({.username = "m" + std::to_string(i)}), old);
        }
        guild.invite("abc", "ana");
    }

    sim::Script guild;
};

// Beyond 5,000 members a sweep an hour is enough: a join found late is attributed late, and as
// surely.
TEST_F(LargeGuild, is_swept_hourly_and_answers_as_surely) {
    Follower tool(guild.world(), guild.guild());
    tool.begin(true);
    const int first = tool.discord().member_pages();
    EXPECT_EQ(first, 6);
    tool.pass(2min);
    guild.join("bob", "abc");
    for (int minute = 0; minute < 10; ++minute) {
        tool.pass(1min);
    }
    EXPECT_EQ(tool.discord().member_pages(), first);
    EXPECT_TRUE(store::recent_joins(tool.database(), tool.guild(), 5).empty());
    for (int minute = 0; minute < 60; ++minute) {
        tool.pass(1min);
    }
    EXPECT_EQ(tool.discord().member_pages(), 2 * first);
    const auto joins = store::recent_joins(tool.database(), tool.guild(), 5);
    ASSERT_EQ(joins.size(), 1U);
    const auto answer = store::load_attribution(tool.database(), tool.guild(), joins[0].id);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code.verdict, Verdict::proved);
    EXPECT_EQ(answer->code_value, InviteCode::parse("abc"));
}

class AnnouncedGuild : public LargeGuild {
  protected:
    AnnouncedGuild() : LargeGuild(true) {}
};

// Where joins are announced, one look at each newcomer replaces the sweep.
TEST_F(AnnouncedGuild, knows_who_joined_at_once_and_to_the_microsecond) {
    Follower tool(guild.world(), guild.guild());
    tool.begin(true);
    const int pages = tool.discord().member_pages();
    tool.pass(2min);
    guild.join("bob", "abc");
    const Instant joined = guild.world().now();
    tool.pass(1min);
    guild.join("cem", "abc");
    guild.leave("cem");
    tool.pass(1min);
    EXPECT_EQ(tool.discord().member_pages(), pages);
    EXPECT_EQ(tool.discord().member_looks(), 2);
    const auto bob = store::joins_of(tool.database(), tool.guild(), guild.user("bob"));
    ASSERT_EQ(bob.size(), 1U);
    EXPECT_EQ(bob[0].spell.joined_at, joined);
    EXPECT_EQ(store::joins_of(tool.database(), tool.guild(), guild.user("cem")).size(), 1U)
        << "known from the message alone";
    for (int minute = 0; minute < 62; ++minute) {
        tool.pass(1min);
    }
    EXPECT_EQ(tool.discord().member_pages(), 2 * pages);
    EXPECT_EQ(store::joins_of(tool.database(), tool.guild(), guild.user("bob")).size(), 1U);
    EXPECT_EQ(store::joins_of(tool.database(), tool.guild(), guild.user("cem")).size(), 1U);
    const auto answer = store::load_attribution(tool.database(), tool.guild(), bob[0].id);
    ASSERT_TRUE(answer);
    // Cem may have come at any time since the sweep before, so the use may be his.
    EXPECT_TRUE(is_credited(answer->code.verdict));
    EXPECT_TRUE(workflow::verify_rebuild(tool.database(), tool.guild(), 5).empty());
}

// The list takes longer than a run may: the next one reads on, and the invites are read each time.
TEST_F(LargeGuild, is_read_on_by_the_next_run) {
    sim::MemoryOptions options;
    options.members_page = 100;
    Follower tool(guild.world(), guild.guild(), options);
    tool.begin(true);
    const int whole = tool.discord().member_pages();
    EXPECT_EQ(whole, 52) << "the first sweep is read to its end";
    guild.join("bob", "abc");
    for (int minute = 0; minute < 58; ++minute) {
        tool.pass(1min);
    }
    EXPECT_EQ(tool.discord().member_pages(), whole);
    tool.pass(2min);
    EXPECT_EQ(tool.discord().member_pages(), whole + 30);
    EXPECT_TRUE(store::recent_joins(tool.database(), tool.guild(), 5).empty());
    tool.pass(1min);
    EXPECT_EQ(tool.discord().member_pages(), 2 * whole);
    EXPECT_EQ(store::recent_joins(tool.database(), tool.guild(), 5).size(), 1U);
}

}  // namespace
}  // namespace invitectl::testing
