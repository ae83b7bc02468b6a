// Who is credited and who is not: every join stands in one row, whatever is left out.
#include "invitectl/workflow/boards.hpp"
#include "invitectl/workflow/edits.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

using analytics::Axis;
using analytics::Board;
using analytics::BoardRow;
using analytics::Denial;
using analytics::RowKind;

std::int64_t denied(const Board& board, Denial reason) {
    const auto row = std::ranges::find_if(board.specials, [&](const BoardRow& r) {
        return r.key.kind == RowKind::denied && r.key.denial == reason;
    });
    return row == board.specials.end() ? 0 : row->tally.joins;
}

std::int64_t in_groups(const Board& board) {
    std::int64_t sum = 0;
    for (const BoardRow& row : board.groups) {
        sum += row.tally.joins;
    }
    return sum;
}

class CreditStory : public Story {
  public:
    workflow::Author author() { return {"tester", tool.world().now()}; }
    void ignore(const std::string& code, bool ignored) {
        workflow::ignore_codes(tool.database(),
                               tool.guild(),
                               {*InviteCode::parse(code)},
                               {false, true, false},
                               ignored,
                               author());
    }
    void exclude(const std::string& name, Exclusion as, bool excluded = true) {
        workflow::exclude_users(
            tool.database(), tool.guild(), {guild.user(name)}, as, excluded, author());
    }
    void came(const std::string& name, const std::string& code) {
        pass(5min);
        guild.join(name, code);
        pass(5min);
        settle();
    }
};

TEST(Scenario, rejoin_counts_once_for_credit) {
    CreditStory story;
    story.guild.invite("abc", "ana");
    story.begin();
    story.came("bob", "abc");
    story.pass(30min);
    story.guild.leave("bob");
    story.came("bob", "abc");

    Board board = story.tool.board(Axis::inviter);
    EXPECT_EQ(board.total.tally.joins, 2);
    EXPECT_EQ(in_groups(board), 1);
    EXPECT_EQ(denied(board, Denial::rejoin), 1);
    story.tool.set("credit_rejoins", "on");
    board = story.tool.board(Axis::inviter);
    EXPECT_EQ(in_groups(board), 2);
    EXPECT_EQ(denied(board, Denial::rejoin), 0);
}

TEST(Credit, an_own_invite_earns_nothing) {
    CreditStory story;
    story.guild.invite("abc", "ana");
    story.guild.invite("own", "bob");
    story.begin();
    story.guild.leave("bob");
    story.came("bob", "own");

    EXPECT_EQ(denied(story.tool.board(Axis::inviter), Denial::rejoin), 1);
    story.tool.set("credit_rejoins", "on");
    EXPECT_EQ(denied(story.tool.board(Axis::inviter), Denial::self_invite), 1);
    story.tool.set("credit_self_invites", "on");
    EXPECT_EQ(in_groups(story.tool.board(Axis::inviter)), 1);
}

TEST(Credit, staff_test_accounts_and_team_codes_have_rows_of_their_own) {
    CreditStory story;
    story.guild.invite("abc", "ana");
    story.guild.invite("def", "ben");
    story.begin();
    story.came("carl", "abc");
    story.came("dora", "def");
    story.came("eve", "def");

    story.exclude("ana", {true, false});
    Board board = story.tool.board(Axis::inviter);
    EXPECT_EQ(denied(board, Denial::excluded_inviter), 1);
    EXPECT_EQ(in_groups(board), 2);
    EXPECT_EQ(denied(story.tool.board(Axis::code), Denial::excluded_inviter), 0);

    story.exclude("dora", {false, true});
    board = story.tool.board(Axis::code);
    EXPECT_EQ(denied(board, Denial::excluded_member), 1);
    EXPECT_EQ(in_groups(board), 2);

    story.ignore("def", true);
    board = story.tool.board(Axis::code);
    EXPECT_EQ(denied(board, Denial::ignored_code), 2);  // the code goes before the member
    EXPECT_EQ(denied(story.tool.board(Axis::source), Denial::ignored_code), 0);
    for (const Axis axis : {Axis::inviter, Axis::source, Axis::code, Axis::channel}) {
        EXPECT_EQ(story.tool.board(axis).total.tally.joins, 3);
    }
    story.ignore("def", false);
    story.exclude("dora", {false, true}, false);
    story.exclude("ana", {true, true}, false);
    EXPECT_EQ(in_groups(story.tool.board(Axis::inviter)), 3);
}

}  // namespace
}  // namespace invitectl::testing
