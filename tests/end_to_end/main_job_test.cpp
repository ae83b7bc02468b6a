// The program from outside: from init to a board, over real HTTP into a real file.
#include "tests/end_to_end/site.hpp"
#include "tests/sim/life.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <random>
#include <thread>

namespace invitectl::testing {
namespace {

TEST(MainJob, from_nothing_to_a_board) {
    Site site;
    site.guild.invite("abc", "ana");
    site.guild.invite("def", "ben");
    site.init();
    site.pass(5min);
    site.must({"sync"});
    site.server.with_world([&](sim::World&) { site.guild.join("bob", "abc"); });
    for (int i = 0; i < 3; ++i) {
        site.pass(5min);
        EXPECT_EQ(site.must({"sync"}), "");
    }
    site.must({"source", "create", "Reddit ad"});
    site.must({"invite", "assign", "https://discord.gg/abc", "Reddit ad"});

    const std::string sources = site.must(
        {"leaderboard", "--by", "source", "--columns", "source,joins,certain", "--no-headers"});
    EXPECT_EQ(sources, "Reddit ad\t1\t1\n");
    const std::string joins =
        site.must({"join", "recent", "--columns", "join,code,verdict", "--no-headers"});
    EXPECT_EQ(joins, "1\tabc\tproved\n");
    EXPECT_NE(site.must({"join", "show", "1", "--explain"}).find("abc"), std::string::npos);
    site.must({"reconcile", "--rebuild", "--verify"});
    site.must({"invite", "unassign", "abc"});
    EXPECT_EQ(site.must({"join", "recent", "--columns", "source,code", "--no-headers"}),
              "(unassigned)\tabc\n");
}

// Every row that a quiet sync may write: its run, and in place the latest poll, reading and sweep.
TEST(MainJob, a_quiet_sync_moves_rows_and_adds_none) {
    Site site;
    site.guild.invite("abc", "ana");
    site.guild.set_vanity("harbour");
    site.init();
    for (int i = 0; i < 4; ++i) {
        site.pass(5min);
        site.must({"sync"});
    }
    const std::string before = site.contents();
    site.pass(5min);
    site.must({"sync"});
    const std::string after = site.contents();
    std::istringstream old_lines(before);
    std::istringstream new_lines(after);
    std::string table;
    for (std::string was, is; std::getline(old_lines, was) && std::getline(new_lines, is);) {
        if (!was.empty() && was.front() == '[') {
            table = was;
        }
        if (was != is) {
            EXPECT_TRUE(table == "[reading]" || table == "[sweep]") << table << " " << is;
        }
    }
    EXPECT_EQ(std::ranges::count(before, '\n'), std::ranges::count(after, '\n'));
}

// Killed at random points and started again, a series of syncs ends with the facts and answers of a
// series that nobody disturbed. The clock stands still while one sync is being tried.
TEST(MainJob, killed_anywhere_it_loses_and_doubles_nothing) {
    std::string undisturbed;
    for (const bool disturbed : {false, true}) {
        Site site;
        for (const auto* code : {"abc", "def", "ghi"}) {
            site.guild.invite(code, "ana");
        }
        site.init();
        std::mt19937 random(2026);
        int kills = 0;
        for (int step = 0; step < 50; ++step) {
            site.pass(5min);
            site.server.with_world([&](sim::World&) {
                const std::string name = "user" + std::to_string(step);
                site.guild.join(name, step % 3 == 0 ? "abc" : "def");
                if (step % 4 == 3) {
                    site.guild.leave("user" + std::to_string(step - 2));
                }
            });
            if (disturbed) {
                Running victim(site.launch({"sync"}));
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
                victim.signal(SIGKILL);
                kills += victim.wait().status == 128 + SIGKILL ? 1 : 0;
            }
            site.must({"sync"});
        }
        site.pass(5min);
        site.must({"sync"});
        site.must({"reconcile", "--rebuild", "--verify"});
        const std::string joins = site.must(
            {"join", "recent", "--limit", "0", "--columns", "join,user_id,joined_at,code,verdict"});
        const std::string uses =
            site.must({"invite", "list", "--columns", "code,uses,baseline,joins"});
        if (disturbed) {
            EXPECT_GT(kills, 10) << "hardly any sync was still running when it was killed";
            EXPECT_EQ(joins + uses, undisturbed);
        } else {
            undisturbed = joins + uses;
        }
    }
}

}  // namespace
}  // namespace invitectl::testing
