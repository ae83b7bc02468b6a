// What admins ask about boards and who stays, told as stories.
#include "invitectl/store/join_segments.hpp"
#include "invitectl/workflow/boards.hpp"
#include "invitectl/workflow/reconcile_run.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

namespace invitectl::testing {
namespace {

using analytics::Axis;

TEST(Scenario, hundred_leave_against_ten_stay) {
    Story story;
    story.guild.invite("crowd", "ana");
    story.guild.invite("friends", "bob");
    story.begin();
    for (int i = 0; i < 100; ++i) {
        story.guild.join("crowd" + std::to_string(i), "crowd");
    }
    story.pass(5min);
    for (int i = 0; i < 10; ++i) {
        story.guild.join("friend" + std::to_string(i), "friends");
    }
    story.pass(24h);
    for (int i = 0; i < 100; ++i) {
        story.guild.leave("crowd" + std::to_string(i));
    }
    story.pass(5min);
    story.settle();
    story.pass(std::chrono::days{8});

    const analytics::Board board = story.tool.board(Axis::code);
    ASSERT_EQ(board.groups.size(), 2U);
    EXPECT_EQ(board.groups[0].tally.joins, 10) << "the ten who stay come first";
    EXPECT_EQ(board.groups[0].tally.of(Outcome::retained), 10);
    EXPECT_EQ(board.groups[1].tally.joins, 100);
    EXPECT_EQ(board.groups[1].tally.of(Outcome::left), 100);
    EXPECT_EQ(board.total.tally.joins, 110);
}

// Boards say the same whether joins lie in segments or in their rows, and a rebuild agrees.
TEST(Scenario, segments_say_what_rows_say) {
    Story story;
    story.guild.invite("abc", "ana");
    story.guild.invite("xyz", "bob");
    story.begin();
    for (int i = 0; i < 30; ++i) {
        story.guild.join("user" + std::to_string(i), i % 3 == 0 ? "abc" : "xyz");
        story.pass(5min);
    }
    story.settle();
    const analytics::Board from_rows = story.tool.board(Axis::inviter);
    {
        sql::Transaction folding(story.tool.database());
        store::fold_joins(
            story.tool.database(), story.tool.guild(), {.leaves = 1, .answers = 1, .joins = 1});
        folding.commit();
    }
    EXPECT_EQ(store::joins_in_segments(story.tool.database(), story.tool.guild()), 30);
    for (int i = 0; i < 30; i += 4) {
        story.guild.leave("user" + std::to_string(i));
    }
    story.pass(5min);
    story.settle();
    const analytics::Board after = story.tool.board(Axis::inviter);
    EXPECT_EQ(after.total.tally.joins, from_rows.total.tally.joins);
    EXPECT_EQ(after.total.tally.of(Outcome::young), 22) << "the leaves have come to the segments";
    EXPECT_TRUE(workflow::verify_rebuild(story.tool.database(), story.tool.guild(), 5).empty());
}

}  // namespace
}  // namespace invitectl::testing
