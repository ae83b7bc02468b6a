// Boards, retention, trees, bonuses and costs, typed at the real program.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

namespace invitectl::testing {
namespace {

// carl and dora came by ana's abc, eve by ben's ghi; dora left.
class Analytics : public ::testing::Test {
  protected:
    Analytics() {
        site.guild.invite("abc", "ana");
        site.guild.invite("ghi", "ben");
        site.init();
        five_minutes([&] { site.guild.join("carl", "abc"); });
        five_minutes([&] { site.guild.join("dora", "abc"); });
        five_minutes([&] { site.guild.join("eve", "ghi"); });
        site.pass(25h);
        site.must({"sync"});
        five_minutes([&] { site.guild.leave("dora"); });
        five_minutes([] {});
        site.pass(std::chrono::days{9});
        site.must({"sync"});
    }

    template <class Event>
    void five_minutes(Event event) {
        site.pass(2min);
        site.server.with_world([&](sim::World&) { event(); });
        site.pass(3min);
        site.must({"sync"});
    }

    Site site;
};

TEST_F(Analytics, retention_says_who_stayed_and_what_is_not_known_yet) {
    EXPECT_EQ(site.must({"retention",
                         "--columns",
                         "joins,day_1,day_7,day_7_of,day_30,day_30_mark",
                         "--no-headers"}),
              "3\t1\t0.6666666666666666\t3\t\tnone\n");
    const std::string by_inviter = site.must({"retention",
                                              "--by",
                                              "inviter",
                                              "--days",
                                              "7",
                                              "--columns",
                                              "inviter,day_7,day_7_mark",
                                              "--no-headers"});
    EXPECT_EQ(by_inviter, "ana\t0.5\tfew\nben\t1\tfew\n");
    EXPECT_NE(site.must({"retention", "--cohort", "week"}).find("2026-W"), std::string::npos);
    EXPECT_NE(site.must({"retention", "--curve", "--days", "1,7"}).find("7\t0.66666"),
              std::string::npos);
    EXPECT_EQ(site.run({"retention", "--days", "0"}).status, 2);
    EXPECT_EQ(site.run({"retention", "--days", "7,x"}).status, 2);
    EXPECT_EQ(site.run({"retention", "--curve", "--cohort", "week"}).status, 2);
}

TEST_F(Analytics, boards_rank_by_share_page_and_hide) {
    const auto board = [&](std::vector<std::string> more) {
        std::vector<std::string> words = {
            "leaderboard", "--columns", "rank,inviter,joins", "--no-headers"};
        words.insert(words.end(), more.begin(), more.end());
        return site.must(words);
    };
    EXPECT_EQ(board({"--rank", "joins"}), "1\tana\t2\n2\tben\t1\n");
    EXPECT_EQ(board({"--rank", "share", "--min-n", "1"}), "1\tben\t1\n2\tana\t2\n");
    EXPECT_EQ(board({"--rank", "joins", "--limit", "1", "--page", "2"}),
              "2\tben\t1\n\t(others)\t2\n");
    EXPECT_NE(site.must({"leaderboard", "--by", "channel"}).find("group"), std::string::npos);
}

TEST_F(Analytics, a_tree_shows_who_invited_whom) {
    EXPECT_EQ(
        site.must(
            {"tree", "--columns", "place,inviter,invited,in_all,still_there", "--no-headers"}),
        "1\tana\t2\t2\t1\n2\tben\t1\t1\t1\n");
    EXPECT_EQ(site.must({"tree", "--root", "ben", "--columns", "place,inviter", "--no-headers"}),
              "1\tben\n");
}

TEST_F(Analytics, a_bonus_stands_in_a_column_of_its_own_and_can_be_undone) {
    site.must({"bonus", "add", "ben", "5", "--reason", "won the contest"});
    site.must({"bonus", "revoke", "ben", "2", "--reason", "counted twice"});
    const auto board = [&] {
        return site.must({"leaderboard", "--columns", "inviter,joins,bonus", "--no-headers"});
    };
    EXPECT_NE(board().find("ben\t1\t3\n"), std::string::npos) << board();
    EXPECT_NE(site.must({"bonus", "list"}).find("won the contest"), std::string::npos);
    site.must({"undo"});
    EXPECT_NE(board().find("ben\t1\t5\n"), std::string::npos) << board();
    EXPECT_EQ(site.run({"bonus", "add", "ben", "-5", "--reason", "x"}).status, 2);
    EXPECT_EQ(site.run({"bonus", "add", "ben", "0", "--reason", "x"}).status, 2);
}

TEST_F(Analytics, stats_say_what_a_join_cost) {
    site.must({"source", "create", "Reddit ad"});
    site.must({"invite", "assign", "abc", "Reddit ad"});
    site.must({"source", "set", "Reddit ad", "--cost", "30"});
    EXPECT_NE(
        site.must({"stats", "--columns", "source,cost,cost_per_join,cost_per_kept", "--no-headers"})
            .find("Reddit ad\t30\t15\t\n"),
        std::string::npos)
        << "two joins say nothing yet about what a kept member costs";
}

}  // namespace
}  // namespace invitectl::testing
