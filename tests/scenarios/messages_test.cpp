// Who writes when: read channel by channel, bounded, and never read where it was not to be.
#include "invitectl/store/messages.hpp"

#include "invitectl/store/cursors.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/workflow/boards.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

class Messages : public ::testing::Test {
  protected:
    void begin(const sim::MemoryOptions& options = {}, bool on = true) {
        story.emplace(sim::GuildSpec{}, options);
        story->guild.invite("abc", "ana");
        general = add_channel("general-two");
        news = add_channel("news");
        story->begin();
        if (on) {
            story->tool.set("messages", "on");
        }
        story->pass(5min);
    }
    sim::World& world() { return story->tool.world(); }
    GuildId guild() { return story->tool.guild(); }
    sql::Connection& database() { return story->tool.database(); }
    ChannelId add_channel(const std::string& name, int type = 0) {
        return story->guild.world().add_channel(story->guild.guild(), name, type);
    }
    void write(const std::string& name, ChannelId channel, int times = 1) {
        for (int i = 0; i < times; ++i) {
            world().post(guild(), channel, story->guild.user(name), "hello there");
        }
    }
    void hide(ChannelId channel, std::uint64_t permission) {
        world().set_overwrite(
            guild(),
            channel,
            {.id = guild().value, .of_role = true, .allow = 0, .deny = permission});
    }
    std::int64_t number(const std::string& sql) {
        const auto answer = database().prepare(sql);
        return answer->step() ? answer->integer(0) : -1;
    }
    std::int64_t seen() { return number("SELECT COUNT(*) FROM message_seen"); }
    std::int64_t seen_in(ChannelId channel) {
        return number("SELECT COUNT(*) FROM message_seen WHERE channel_id = " + channel.text());
    }
    store::MessageChannel state_of(ChannelId channel) {
        for (const auto& state : store::message_channels(database(), guild())) {
            if (state.channel == channel) {
                return state;
            }
        }
        ADD_FAILURE() << "nothing is known of the channel";
        return {};
    }
    analytics::Activity activity(std::vector<int> days = {1, 7}) {
        analytics::RetentionRules rules;
        rules.days = std::move(days);
        rules.now = world().now();
        return workflow::make_activity(database(), guild(), rules).activity;
    }

    std::optional<Story> story;
    ChannelId general;
    ChannelId news;
};

TEST_F(Messages, nothing_is_read_unless_it_is_asked_for) {
    begin({}, false);
    write("ana", general);
    const int pages = story->tool.discord().message_pages();
    story->pass(5min);
    EXPECT_EQ(seen(), 0);
    EXPECT_EQ(story->tool.discord().message_pages(), pages + 1) << "the join messages alone";
    EXPECT_EQ(activity().known.since, Instant::max());
}

TEST_F(Messages, who_wrote_is_kept_and_bots_and_what_was_written_are_not) {
    begin();
    story->guild.add_bot("helper", "ana");
    write("ana", general, 3);
    write("ana", news);
    write("helper", general);
    story->pass(5min);
    EXPECT_EQ(seen(), 4);
    EXPECT_EQ(seen_in(general), 3);
    EXPECT_EQ(number("SELECT COUNT(DISTINCT user_id) FROM message_seen"), 1);
    const int pages = story->tool.discord().message_pages();
    story->pass(5min);
    EXPECT_EQ(seen(), 4);
    EXPECT_EQ(story->tool.discord().message_pages(), pages + 1)
        << "channels without news cost nothing beside the join messages";
}

TEST_F(Messages, what_was_written_before_is_not_read) {
    begin({}, false);
    write("ana", general, 5);
    story->pass(5min);
    story->tool.set("messages", "on");
    story->pass(5min);
    write("ana", general, 2);
    story->pass(5min);
    EXPECT_EQ(seen(), 2);
}

TEST_F(Messages, one_run_reads_so_much_and_the_next_goes_on_where_it_lags_most) {
    sim::MemoryOptions options;
    options.message_page = 2;
    begin(options);
    story->tool.set("messages_per_sync", "3");
    write("ana", general, 9);
    world().advance(1min);
    write("ana", news, 3);
    story->pass(1min);
    EXPECT_EQ(seen(), 6);
    EXPECT_EQ(seen_in(general), 4) << "in turns, as long as neither is ahead";
    EXPECT_TRUE(state_of(general).behind);
    const auto reach = store::message_reach(database(), guild());
    EXPECT_LT(reach->until, world().now() - 1min) << "the rest of general is not known yet";
    story->pass(1min);
    EXPECT_EQ(seen(), 11);
    story->pass(1min);
    EXPECT_EQ(seen(), 12);
    EXPECT_FALSE(state_of(general).behind);
    EXPECT_FALSE(state_of(news).behind);
    EXPECT_GT(store::message_reach(database(), guild())->until, world().now() - 1min);
}

TEST_F(Messages, a_run_cut_off_among_the_pages_doubles_and_loses_nothing) {
    sim::MemoryOptions options;
    options.message_page = 2;
    begin(options);
    Follower& tool = story->tool;
    write("ana", general, 21);
    write("ben", news, 8);
    int cut = 0;
    for (int i = 0; i < 20; ++i) {
        tool.discord().miss_after(6 + i % 7);
        try {
            tool.pass(1min);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::network);
            ++cut;
        }
        tool.discord().miss_after(-1);
    }
    EXPECT_GT(cut, 3);
    tool.pass(1min);
    EXPECT_EQ(seen(), 29);
    EXPECT_EQ(number("SELECT COUNT(DISTINCT message_id) FROM message_seen"), 29);
}

TEST_F(Messages, a_channel_that_is_refused_is_told_once_and_stops_nothing) {
    begin();
    hide(news, sim::kViewChannel);
    write("ana", news, 2);
    write("ana", general);
    story->pass(5min);
    EXPECT_EQ(seen(), 1);
    EXPECT_NE(story->tool.warnings().find("#news cannot be read"), std::string::npos)
        << story->tool.warnings();
    EXPECT_TRUE(state_of(news).refused_since);
    const std::string warned = story->tool.warnings();
    story->pass(5min);
    EXPECT_EQ(story->tool.warnings(), warned) << "said once";

    world().set_overwrite(
        guild(),
        news,
        {.id = guild().value, .of_role = true, .allow = sim::kViewChannel, .deny = 0});
    story->pass(5min);
    EXPECT_EQ(seen(), 3) << "what was written meanwhile is still there to be read";
    EXPECT_FALSE(state_of(news).refused_since);
}

TEST_F(Messages, a_channel_that_hides_its_history_is_not_asked_in_vain) {
    begin();
    hide(news, sim::kReadHistory);
    write("ana", news, 2);
    story->pass(5min);
    EXPECT_EQ(seen(), 0);
    EXPECT_EQ(state_of(news).empty_answers, 1);
    const int pages = story->tool.discord().message_pages();
    story->pass(5min);
    EXPECT_EQ(story->tool.discord().message_pages(), pages + 1) << "nothing new there";
    write("ana", news);
    story->pass(5min);
    EXPECT_EQ(state_of(news).empty_answers, 2);
    EXPECT_NE(story->tool.warnings().find("#news"), std::string::npos) << story->tool.warnings();
    world().set_overwrite(
        guild(),
        news,
        {.id = guild().value, .of_role = true, .allow = sim::kReadHistory, .deny = 0});
    write("ana", news);
    story->pass(5min);
    EXPECT_EQ(seen(), 4) << "read back from where it was hidden";
}

TEST_F(Messages, a_channel_left_out_is_not_read_back_later) {
    begin();
    story->tool.set("messages_except", news.text());
    write("ana", news, 2);
    write("ana", general);
    story->pass(5min);
    EXPECT_EQ(seen(), 1);
    story->tool.set("messages_except", "none");
    write("ana", news);
    story->pass(5min);
    EXPECT_EQ(seen_in(news), 1);
}

TEST_F(Messages, what_was_written_while_it_was_off_is_a_gap) {
    begin();
    write("ana", general);
    story->pass(5min);
    story->tool.set("messages", "off");
    story->pass(5min);
    write("ana", general, 2);
    story->pass(5min);
    story->tool.set("messages", "on");
    story->pass(5min);
    write("ana", general);
    story->pass(5min);
    EXPECT_EQ(seen(), 2);
    const auto reach = store::message_reach(database(), guild());
    ASSERT_EQ(reach->gaps.size(), 1U);
    EXPECT_GE(reach->gaps.front().until - reach->gaps.front().from, 5min);
    EXPECT_EQ(activity().known.gaps.size(), 1U);
}

TEST_F(Messages, a_deleted_channel_holds_nothing_up) {
    sim::MemoryOptions options;
    options.message_page = 2;
    begin(options);
    story->tool.set("messages_per_sync", "1");
    write("ana", news, 5);
    story->pass(1min);
    EXPECT_TRUE(state_of(news).behind);
    world().delete_channel(guild(), news, story->guild.user("ana"));
    story->pass(1min);
    EXPECT_FALSE(state_of(news).behind);
    EXPECT_GT(store::message_reach(database(), guild())->until, world().now() - 1min);
}

TEST_F(Messages, channels_of_channels_are_left_alone) {
    begin();
    const ChannelId thread = add_channel("a thread", 11);
    const ChannelId forum = add_channel("a forum", 15);
    const ChannelId voice = add_channel("a voice channel", 2);
    write("ana", thread);
    write("ana", forum);
    write("ana", voice);
    story->pass(5min);
    EXPECT_EQ(seen(), 1);
    EXPECT_EQ(seen_in(voice), 1);
}

TEST_F(Messages, activity_tells_who_still_writes_and_what_does_not_count) {
    begin({}, false);
    story->guild.join("early", "abc");
    story->pass(5min);
    story->tool.set("messages", "on");
    story->pass(5min);
    for (const char* name : {"carl", "dora", "eve"}) {
        story->guild.join(name, "abc");
        story->pass(5min);
    }
    write("carl", general);  // on the first day only
    story->pass(26h);
    write("dora", general);
    story->pass(24h * 6);
    write("eve", general);
    write("early", general);
    story->guild.leave("carl");
    story->pass(5min);
    story->settle();
    const analytics::Activity result = activity();
    ASSERT_EQ(result.rows.size(), 1U);
    const analytics::ActivityRow& row = result.rows.front();
    EXPECT_DOUBLE_EQ(row.joins, 4);
    EXPECT_DOUBLE_EQ(row.uncounted, 1) << "whoever joined before messages were read";
    EXPECT_DOUBLE_EQ(row.at[0].active, 2);
    EXPECT_DOUBLE_EQ(row.at[0].silent, 1);
    EXPECT_DOUBLE_EQ(row.at[0].waiting, 0);
    EXPECT_DOUBLE_EQ(row.at[1].active, 1);
    EXPECT_DOUBLE_EQ(row.at[1].silent, 2);
    EXPECT_DOUBLE_EQ(row.at[1].waiting, 1);
}

}  // namespace
}  // namespace invitectl::testing
