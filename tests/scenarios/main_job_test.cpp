// What admins ask about the main job, told as stories.
#include "invitectl/store/readings.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

using analytics::Axis;
using analytics::RowKind;

const analytics::BoardRow* special(const analytics::Board& board, RowKind kind) {
    const auto row = std::ranges::find(
        board.specials, kind, [](const analytics::BoardRow& r) { return r.key.kind; });
    return row == board.specials.end() ? nullptr : &*row;
}

TEST(Scenario, vanity_used_credits_server) {
    Story story;
    story.guild.set_vanity("harbour");
    story.guild.invite("abc", "ana");
    story.begin();
    story.pass(5min);
    story.guild.join_by_vanity("bob");
    story.pass(5min);
    story.settle();

    const Attribution answer = story.answer_for("bob");
    EXPECT_EQ(answer.code.verdict, Verdict::proved);
    EXPECT_EQ(answer.by, Candidate::Kind::vanity);
    EXPECT_FALSE(answer.inviter_value);
    const auto board = story.tool.board(Axis::inviter);
    ASSERT_NE(special(board, RowKind::server), nullptr);
    EXPECT_EQ(special(board, RowKind::server)->tally.joins, 1);
    EXPECT_EQ(board.total.tally.joins, 1);
}

// A guild that gets its own URL later: what was proved before stays proved, also in a rebuild.
TEST(Scenario, vanity_set_later_keeps_earlier_proofs) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin();
    story.pass(5min);
    story.guild.join("bob", "abc");
    story.pass(5min);
    story.settle();
    ASSERT_EQ(story.answer_for("bob").code.verdict, Verdict::proved);

    story.guild.set_vanity("harbour");
    story.pass(5min);
    story.guild.join_by_vanity("eve");
    story.pass(5min);
    story.settle();
    EXPECT_EQ(story.answer_for("bob").code.verdict, Verdict::proved);
    EXPECT_EQ(story.answer_for("eve").by, Candidate::Kind::vanity);
    EXPECT_TRUE(workflow::verify_rebuild(story.tool.database(), story.tool.guild(), 5).empty());
}

TEST(Scenario, invite_existed_before_first_snapshot) {
    Story story;
    sim::InviteSpec old;
    old.created_at = story.guild.after(-std::chrono::days{30});
    old.uses = 41;
    story.guild.invite("abc", "ana", old);
    story.begin();
    story.pass(5min);
    story.guild.join("bob", "abc");
    story.pass(5min);
    story.settle();

    EXPECT_EQ(story.code_of("bob"), "abc");
    const auto board = story.tool.board(Axis::code);
    ASSERT_EQ(board.groups.size(), 1U);
    EXPECT_EQ(board.groups[0].baseline, 41);
    EXPECT_EQ(board.groups[0].tally.joins, 1);
    EXPECT_EQ(board.total.tally.joins, 1);
}

TEST(Scenario, single_use_invite_works) {
    Story story;
    story.guild.invite("abc", "ana");
    sim::InviteSpec once;
    once.max_uses = 1;
    story.guild.invite("once", "ben", once);
    story.begin();
    story.pass(5min);
    story.guild.join("bob", "once");
    story.pass(5min);
    story.settle();

    EXPECT_EQ(story.code_of("bob"), "once");
    const auto lives =
        store::invite_lives(story.tool.database(), story.tool.guild(), *InviteCode::parse("once"));
    ASSERT_EQ(lives.size(), 1U);
    EXPECT_TRUE(lives[0].gone);
}

TEST(Scenario, invites_without_uses_are_not_zero) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin();
    story.guild.join("bob", "abc", story.guild.after(1min));
    story.pass(5min);
    const auto before =
        store::invite_lives(story.tool.database(), story.tool.guild(), *InviteCode::parse("abc"));
    story.tool.world().set_bot_permissions(story.guild.guild(), permission::kViewAuditLog);
    story.tool.world().advance(5min);
    try {
        story.tool.sync();
        FAIL() << "invites without counters were taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invites_without_uses);
        EXPECT_NE((error.happened() + error.why()).find("Manage Server"), std::string::npos);
    }
    const auto after =
        store::invite_lives(story.tool.database(), story.tool.guild(), *InviteCode::parse("abc"));
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].last_uses, before[0].last_uses);
}

TEST(Scenario, leave_at_599_600_601) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin();
    const Instant joined = story.guild.after(1min);
    for (const auto& [name, stay] : {std::pair{"early", 599s}, {"exactly", 600s}, {"late", 601s}}) {
        story.guild.join(name, "abc", joined);
        story.guild.kick(name, "ana", joined + stay);
    }
    story.pass(2min);
    story.pass(20min);
    story.settle();

    EXPECT_EQ(story.outcome_of("early"), Outcome::fake);
    EXPECT_EQ(story.outcome_of("exactly"), Outcome::fake);
    EXPECT_EQ(story.outcome_of("late"), Outcome::left);
}

TEST(Scenario, leave_interval_straddles_threshold) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin();
    story.guild.join("bob", "abc", story.guild.after(1min));
    story.guild.leave("bob", story.guild.after(9min));
    story.pass(2min);
    story.pass(30min);
    story.settle();

    EXPECT_EQ(story.outcome_of("bob"), Outcome::unsure);
    const auto board = story.tool.board(Axis::code);
    EXPECT_EQ(board.total.tally.of(Outcome::unsure), 1);
    EXPECT_EQ(board.total.tally.decided(), 0);
    EXPECT_FALSE(board.total.tally.kept_share());
}

TEST(Scenario, kick_within_threshold_counts_fake) {
    Story story;
    story.guild.invite("abc", "ana");
    story.begin();
    story.guild.join("bob", "abc", story.guild.after(1min));
    story.guild.kick("bob", "ana", story.guild.after(5min));
    story.pass(2min);
    story.pass(60min);
    story.settle();

    const auto leave = story.join_of("bob").spell.leave;
    ASSERT_TRUE(leave);
    EXPECT_TRUE(leave->exact());
    EXPECT_EQ(leave->cause, LeaveCause::kicked);
    EXPECT_EQ(story.outcome_of("bob"), Outcome::fake);
}

TEST(Scenario, inviter_age_6_against_7_days) {
    Story story;
    sim::UserSpec young;
    young.username = "young";
    young.created_at = story.guild.after(-std::chrono::days{6});
    sim::UserSpec grown;
    grown.username = "grown";
    grown.created_at = story.guild.after(-std::chrono::days{7});
    sim::World& world = story.tool.world();
    for (const auto& [spec, code] : {std::pair{young, "new1"}, {grown, "old1"}}) {
        const UserId user = world.add_user(spec);
        world.place_member(story.guild.guild(), user, story.guild.after(-1h));
        sim::InviteSpec invite;
        invite.code = code;
        invite.inviter = user;
        world.add_invite(story.guild.guild(), invite);
    }
    story.begin();
    story.tool.set("min_inviter_age_days", "7");
    story.pass(5min);
    story.guild.join("bob", "new1");
    story.pass(5min);
    story.guild.join("eve", "old1");
    story.pass(5min);
    story.settle();

    const auto board = story.tool.board(Axis::inviter);
    ASSERT_EQ(board.groups.size(), 1U);
    EXPECT_EQ(board.groups[0].tally.joins, 1);
    const auto denied = std::ranges::find(board.specials,
                                          analytics::Denial::young_inviter,
                                          [](const auto& row) { return row.key.denial; });
    ASSERT_NE(denied, board.specials.end());
    EXPECT_EQ(denied->tally.joins, 1);
    EXPECT_EQ(board.total.tally.joins, 2);
}

}  // namespace
}  // namespace invitectl::testing
