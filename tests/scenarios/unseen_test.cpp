// People whom no look at the members saw: announced in the system channel, or kicked.
#include "invitectl/store/unseen.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

sim::GuildSpec announcing(bool messages) {
    sim::GuildSpec spec;
    spec.join_messages = messages;
    return spec;
}

class Unseen : public ::testing::Test {
  protected:
    void begin(bool messages = true, const sim::MemoryOptions& options = {}) {
        story.emplace(announcing(messages), options);
        story->guild.invite("abc", "ana");
        story->guild.invite("xyz", "ben");
        story->begin();
        story->pass(5min);
    }
    Instant now() { return story->tool.world().now(); }
    void expect_rebuilt() {
        for (const auto& difference :
             workflow::verify_rebuild(story->tool.database(), story->tool.guild(), 5)) {
            ADD_FAILURE() << difference.table << " " << difference.key << "\n stored  "
                          << difference.stored << "\n rebuilt " << difference.rebuilt;
        }
    }
    std::int64_t joins() {
        return store::member_counts(story->tool.database(), story->tool.guild()).joins;
    }
    bool worked_out_anew(const std::string& subject) {
        const auto journal =
            store::recent_journal(story->tool.database(), story->tool.guild(), 100);
        return std::ranges::any_of(journal, [&](const store::JournalEntry& entry) {
            return entry.action == "late evidence" && entry.subject == subject;
        });
    }
    std::vector<store::Gap> message_gaps() {
        auto found = store::gaps(story->tool.database(), story->tool.guild());
        std::erase_if(found, [](const store::Gap& gap) {
            return gap.kind != store::PollKind::join_messages;
        });
        return found;
    }

    std::optional<Story> story;
};

TEST_F(Unseen, who_came_and_went_is_a_join_by_its_message) {
    begin();
    const Instant joined = now() + 1min;
    story->guild.join("eve", "abc", joined);
    story->guild.leave("eve", joined + 30s);
    story->pass(5min);
    story->settle();

    const store::StoredJoin join = story->join_of("eve");
    ASSERT_TRUE(join.spell.joined_after);
    EXPECT_LT(*join.spell.joined_after, joined);
    EXPECT_LE(joined, join.spell.joined_at);
    EXPECT_LE(join.spell.joined_at - *join.spell.joined_after, store::kJoinMessageDelay + 1s);
    ASSERT_TRUE(join.spell.leave);
    EXPECT_EQ(story->outcome_of("eve"), Outcome::fake);
    const Attribution answer = story->answer_for("eve");
    EXPECT_TRUE(answer.settled);
    EXPECT_EQ(answer.code.verdict, Verdict::proved);
    EXPECT_EQ(story->code_of("eve"), "abc");
    const auto board = story->tool.board(analytics::Axis::code);
    EXPECT_EQ(board.total.tally.joins, 1);
    EXPECT_NEAR(board.total.ghosts, 0, 1e-9);
    expect_rebuilt();
}

TEST_F(Unseen, the_use_of_who_left_is_not_given_to_who_stayed) {
    begin();
    story->tool.set("no_ghosts", "on");
    story->guild.join("eve", "abc", now() + 1min);
    story->guild.leave("eve", now() + 2min);
    story->guild.join("kim", "abc", now() + 3min);
    story->pass(5min);
    story->settle();
    EXPECT_EQ(story->code_of("eve"), "abc");
    EXPECT_EQ(story->code_of("kim"), "abc");
    EXPECT_EQ(story->answer_for("kim").code.verdict, Verdict::proved);
    EXPECT_EQ(joins(), 2);
    expect_rebuilt();
}

TEST_F(Unseen, a_kick_of_somebody_unknown_is_a_join_with_an_interval) {
    begin(false);
    const Instant before = now();
    story->guild.join("eve", "xyz", before + 1min);
    story->guild.kick("eve", "ana", before + 2min);
    story->pass(5min);
    story->settle();

    const store::StoredJoin join = story->join_of("eve");
    EXPECT_EQ(join.spell.joined_after, before);
    EXPECT_GE(join.spell.joined_at, before + 1min);
    ASSERT_TRUE(join.spell.leave);
    EXPECT_TRUE(join.spell.leave->exact());
    EXPECT_EQ(join.spell.leave->cause, LeaveCause::kicked);
    EXPECT_EQ(story->outcome_of("eve"), Outcome::fake);
    EXPECT_EQ(story->code_of("eve"), "xyz");
    EXPECT_EQ(story->answer_for("eve").code.verdict, Verdict::proved);
    expect_rebuilt();
}

TEST_F(Unseen, a_ban_alone_tells_of_no_join_but_ends_an_announced_one) {
    begin();
    story->guild.ban("stranger", "ana", now() + 1min);
    story->guild.join("eve", "xyz", now() + 1min);
    story->guild.ban("eve", "ana", now() + 2min);
    story->pass(5min);
    story->settle();
    EXPECT_EQ(joins(), 1);
    EXPECT_EQ(story->join_of("eve").spell.leave->cause, LeaveCause::banned);
    EXPECT_TRUE(story->join_of("eve").spell.leave->exact());
    expect_rebuilt();
}

TEST_F(Unseen, a_join_between_the_sweep_and_the_messages_merges_when_seen) {
    sim::MemoryOptions slow;
    slow.latency = 2s;  // server, invites, members, messages: the latter two at 5 s and 7 s
    begin(true, slow);
    story->guild.join("eve", "abc", now() + 5min + 6s);
    story->pass(5min);
    const store::StoredJoin announced = story->join_of("eve");
    ASSERT_TRUE(announced.spell.joined_after);
    EXPECT_FALSE(announced.spell.leave);
    story->pass(5min);
    const store::StoredJoin seen = story->join_of("eve");
    EXPECT_EQ(seen.id, announced.id);
    EXPECT_FALSE(seen.spell.joined_after);
    EXPECT_FALSE(seen.spell.leave);
    EXPECT_EQ(joins(), 1);
    story->settle();
    EXPECT_EQ(story->code_of("eve"), "abc");
    EXPECT_EQ(story->answer_for("eve").code.verdict, Verdict::proved);
    expect_rebuilt();
}

TEST_F(Unseen, coming_back_within_one_window_makes_two_joins) {
    begin();
    const Instant start = now();
    for (const Duration when : {1min, 3min}) {
        story->guild.join("eve", "abc", start + when);
        story->guild.leave("eve", start + when + 1min);
    }
    story->pass(5min);
    story->settle();
    EXPECT_EQ(joins(), 2);
    EXPECT_TRUE(story->join_of("eve").did_rejoin);
    EXPECT_NEAR(story->tool.board(analytics::Axis::code).total.ghosts, 0, 1e-9);
    expect_rebuilt();
}

TEST_F(Unseen, an_interval_across_two_windows_proves_neither) {
    begin(false);
    // The members could not be listed at the reading between the two windows.
    story->guild.join("eve", "abc", now() + 2min);
    story->guild.kick("eve", "ana", now() + 7min);
    story->guild.join("kim", "xyz", now() + 6min);
    story->tool.world().set_members_intent(false);
    EXPECT_THROW(story->pass(5min), Error);
    story->tool.world().set_members_intent(true);
    story->pass(5min);
    story->settle();
    const Attribution answer = story->answer_for("eve");
    EXPECT_NE(answer.code.verdict, Verdict::proved);
    EXPECT_EQ(answer.candidates.size(), 2U);
    EXPECT_EQ(story->code_of("kim"), "");
    expect_rebuilt();
}

TEST_F(Unseen, messages_read_late_open_settled_answers_again) {
    begin();
    story->guild.join("eve", "abc", now() + 1min);
    story->guild.leave("eve", now() + 2min);
    story->guild.join("kim", "abc", now() + 3min);
    story->tool.set("join_messages", "off");
    story->pass(5min);
    story->settle();
    EXPECT_EQ(joins(), 1);
    EXPECT_TRUE(story->answer_for("kim").settled);
    EXPECT_FALSE(message_gaps().empty());

    story->tool.set("join_messages", "on");
    story->pass(5min);
    story->settle();
    EXPECT_EQ(joins(), 2);
    EXPECT_EQ(story->code_of("eve"), "abc");
    EXPECT_TRUE(worked_out_anew("join messages"));
    expect_rebuilt();
}

TEST_F(Unseen, a_late_member_opens_settled_answers_again) {
    begin(false);
    const Instant start = now();
    story->guild.join("eve", "abc", start + 1min);
    story->guild.join("kim", "xyz", start + 2min);
    story->tool.world().at(start + 1min + 1s, [this] {
        story->tool.world().set_unlisted(story->tool.guild(), story->guild.user("eve"), true);
    });
    story->pass(5min);
    story->settle();
    EXPECT_EQ(joins(), 1);
    EXPECT_TRUE(story->answer_for("kim").settled);
    EXPECT_FALSE(worked_out_anew("members"));

    story->tool.world().set_unlisted(story->tool.guild(), story->guild.user("eve"), false);
    story->pass(5min);
    EXPECT_TRUE(worked_out_anew("members"));
    story->settle();
    EXPECT_EQ(joins(), 2);
    EXPECT_TRUE(story->answer_for("eve").settled);
    // A look at the members missed her, so her time is doubtful and nothing certain of her.
    EXPECT_EQ(story->answer_for("eve").reason, "out_of_time");
    EXPECT_EQ(story->answer_for("kim").candidates.size(), 2U);
    expect_rebuilt();
}

// Our idea of the time is an hour off, which no bound allows for.
void nothing_is_proved(Duration error) {
    sim::MemoryOptions wrong;
    wrong.clock_error = error;
    Story story({}, wrong);
    story.guild.invite("abc", "ana");
    story.guild.invite("xyz", "ben");
    story.begin();
    story.pass(2h);
    for (int i = 0; i < 30; ++i) {
        story.guild.join("m" + std::to_string(i), i % 3 == 0 ? "xyz" : "abc");
        story.pass(10min);
    }
    story.pass(2h);
    story.settle();
    store::each_attribution(
        story.tool.database(), story.tool.guild(), 0, [](const Attribution& answer) {
            EXPECT_NE(answer.code.verdict, Verdict::proved) << answer.join << " " << answer.reason;
            EXPECT_NE(answer.inviter.verdict, Verdict::proved) << answer.join;
        });
    EXPECT_TRUE(workflow::verify_rebuild(story.tool.database(), story.tool.guild(), 5).empty());
}

TEST(WrongClock, an_hour_behind_proves_nothing) {
    nothing_is_proved(-1h);
}
TEST(WrongClock, an_hour_ahead_proves_nothing) {
    nothing_is_proved(1h);
}

TEST_F(Unseen, a_channel_that_may_not_be_read_is_a_gap_and_holds_nothing_up) {
    begin();
    const ChannelId channel = *story->tool.world().guild(story->tool.guild()).system_channel;
    story->tool.world().set_overwrite(
        story->tool.guild(),
        channel,
        {.id = story->tool.guild().value, .of_role = true, .allow = 0, .deny = sim::kViewChannel});
    story->tool.set("no_ghosts", "on");
    story->guild.join("eve", "abc", now() + 1min);
    story->guild.leave("eve", now() + 2min);
    story->guild.join("kim", "xyz", now() + 3min);
    story->pass(5min);
    story->settle();
    ASSERT_FALSE(message_gaps().empty());
    EXPECT_EQ(message_gaps().front().reason, "permission");
    EXPECT_NE(story->tool.warnings().find("join messages"), std::string::npos);
    // Eve was not seen and could not be: the use of abc may be a ghost, so nothing is proved of
    // kim by its absence.
    EXPECT_TRUE(story->answer_for("kim").settled);
    EXPECT_EQ(joins(), 1);
    EXPECT_NE(story->answer_for("kim").code.verdict, Verdict::proved);
    expect_rebuilt();
}

}  // namespace
}  // namespace invitectl::testing
