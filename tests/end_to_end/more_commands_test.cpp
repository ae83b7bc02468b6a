// The commands around the main job: what was read, what was run, what holds.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

class Commands : public ::testing::Test {
  protected:
    Commands() {
        site.guild.invite("abc", "ana");
        site.guild.invite("def", "ben");
        site.init();
        for (int i = 0; i < 4; ++i) {
            site.pass(5min);
            site.server.with_world([&](sim::World&) {
                site.guild.join("user" + std::to_string(i), i % 2 == 0 ? "abc" : "def");
            });
            site.pass(5min);
            site.must({"sync"});
        }
        site.pass(5min);
        site.must({"sync"});
    }

    std::string tsv(std::vector<std::string> arguments, const std::string& columns) const {
        arguments.insert(arguments.end(), {"--no-headers", "--columns", columns});
        return site.must(arguments);
    }

    Site site;
};

TEST_F(Commands, snapshot_show_tells_what_a_reading_brought) {
    EXPECT_EQ(tsv({"snapshot", "show", "1"}, "section,code,kind,after"),
              "snapshot\t\t\t\nchanges\tabc\tcame\t0\nchanges\tdef\tcame\t0\n");
    EXPECT_EQ(tsv({"snapshot", "diff", "1", "3"}, "code,kind,before,after,change"),
              "abc\tmoved\t0\t1\t1\ndef\tmoved\t0\t1\t1\n");
    EXPECT_EQ(tsv({"snapshot", "diff", "2", "2"}, "code"), "");
    EXPECT_EQ(site.run({"snapshot", "show", "99"}).status, 2);
    EXPECT_EQ(site.run({"snapshot", "show", "x"}).status, 2);
    EXPECT_EQ(site.run({"snapshot", "diff", "3", "1"}).status, 2);
}

TEST_F(Commands, runs_are_recorded_one_for_each_guild) {
    const std::string runs = tsv({"run", "list"}, "command,guild,outcome");
    EXPECT_EQ(std::count(runs.begin(), runs.end(), '\n'), 6) << runs;
    EXPECT_NE(runs.find("sync\ttest\tok\n"), std::string::npos) << runs;
    GuildId other;
    site.server.with_world([&](sim::World& world) { other = world.add_guild({}); });
    site.must({"guild", "add", other.text(), "--alias", "other"});
    site.must({"sync", "--all-guilds"});
    EXPECT_NE(tsv({"run", "list"}, "guild").find("other\ntest\n"), std::string::npos);
    sim::Fault fault;
    fault.kind = sim::FaultKind::error_503;
    fault.times = -1;
    site.server.add_fault(fault);
    site.pass(5min);
    EXPECT_EQ(site.run({"sync"}).status, 5);
    site.server.clear_faults();
    EXPECT_EQ(tsv({"run", "list", "--failed"}, "command,guild,outcome"), "sync\ttest\tfailed\n");
    EXPECT_NE(site.must({"run", "show", "1"}).find("sync"), std::string::npos);
    EXPECT_EQ(site.run({"run", "show", "1000"}).status, 2);
}

TEST_F(Commands, polls_read_one_thing) {
    site.server.with_world([&](sim::World&) { site.guild.join("late", "abc"); });
    site.pass(5min);
    site.server.clear_journal();
    const Finished members = site.run({"poll", "members"});
    EXPECT_EQ(members.status, 0) << members.err;
    EXPECT_NE(members.err.find("1 new join"), std::string::npos) << members.err;
    for (const sim::JournalLine& line : site.server.journal()) {
        EXPECT_NE(line.route, "invites");
        EXPECT_NE(line.route, "audit_log");
    }
    EXPECT_EQ(site.run({"poll", "audit"}).status, 0);
    site.pass(5min);
    site.must({"sync"});
    site.must({"reconcile", "--rebuild", "--verify"});
}

TEST_F(Commands, join_list_filters) {
    EXPECT_EQ(tsv({"join", "list"}, "join"), "4\n3\n2\n1\n");
    EXPECT_EQ(tsv({"join", "list", "--code", "def"}, "join"), "4\n2\n");
    EXPECT_EQ(tsv({"join", "list", "--inviter", "ana"}, "join"), "3\n1\n");
    EXPECT_EQ(tsv({"join", "list", "--verdict", "proved"}, "join"), "4\n3\n2\n1\n");
    EXPECT_EQ(tsv({"join", "list", "--verdict", "open,unknown"}, "join"), "");
    EXPECT_EQ(tsv({"join", "list", "--source", "(unassigned)"}, "join"), "4\n3\n2\n1\n");
    site.must({"source", "create", "Ad"});
    site.must({"invite", "assign", "abc", "Ad"});
    EXPECT_EQ(tsv({"join", "list", "--source", "Ad"}, "join"), "3\n1\n");
    EXPECT_EQ(tsv({"join", "list", "--source", "Ad", "--inviter", "ben"}, "join"), "");
    EXPECT_EQ(tsv({"join", "list", "--until", "2000-01-01"}, "join"), "");
    EXPECT_EQ(tsv({"join", "list", "--limit", "1"}, "join"), "4\n");
    const Finished wrong = site.run({"join", "list", "--source", "ad"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.err.find("did you mean \"Ad\"?"), std::string::npos) << wrong.err;
    EXPECT_EQ(site.run({"join", "list", "--verdict", "sure"}).status, 2);
    EXPECT_EQ(site.run({"join", "list", "--inviter", "nobody"}).status, 2);
}

TEST_F(Commands, invite_show_tells_of_one_code) {
    EXPECT_EQ(tsv({"invite", "show", "abc"}, "code,state,uses,joins").find("abc\tactive\t2\t2\n"),
              0U);
    const Finished wrong = site.run({"invite", "show", "abd"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.err.find("did you mean abc?"), std::string::npos) << wrong.err;
}

TEST_F(Commands, guild_remove_keeps_or_deletes) {
    site.must({"guild", "remove", "test", "--keep-data"});
    EXPECT_EQ(tsv({"guild", "list"}, "alias,enabled,joins"), "test\tfalse\t4\n");
    EXPECT_EQ(site.run({"guild", "remove", "test", "-n"}).status, 0);
    EXPECT_EQ(tsv({"guild", "list"}, "alias,joins"), "test\t4\n");
    site.must({"guild", "remove", "test", "--yes"});
    EXPECT_EQ(tsv({"guild", "list"}, "alias"), "");
    EXPECT_EQ(site.run({"guild", "remove", "test", "--yes"}).status, 2);
}

TEST_F(Commands, all_guilds_in_one_table) {
    GuildId other;
    site.server.with_world([&](sim::World& world) { other = world.add_guild({}); });
    site.must({"guild", "add", other.text(), "--alias", "other"});
    site.must({"sync", "--all-guilds"});
    const std::string board = tsv({"leaderboard", "--all-guilds"}, "guild,inviter,joins");
    EXPECT_NE(board.find("test\tana\t2\n"), std::string::npos) << board;
    const std::string readings = tsv({"snapshot", "list", "--all-guilds"}, "guild,reading");
    EXPECT_NE(readings.find("other\t1\n"), std::string::npos) << readings;
    EXPECT_EQ(site.run({"leaderboard", "--all-guilds", "-g", "test"}).status, 2);
}

TEST_F(Commands, db_tells_of_the_file) {
    EXPECT_EQ(site.must({"db", "path"}), site.file("") + "guild.db\n");
    EXPECT_EQ(tsv({"db", "info"}, "guilds,joins,mode"), "1\t4\t0600\n");
}

TEST_F(Commands, config_tells_what_holds_and_by_whose_word) {
    EXPECT_EQ(site.must({"config", "path"}), site.file("config.toml") + "\n");
    EXPECT_EQ(site.must({"config", "get", "clock"}), "server\n");
    EXPECT_EQ(site.must({"config", "get", "guild"}), "");
    site.must({"config", "set", "tz", "Europe/Berlin"});
    EXPECT_EQ(site.must({"config", "get", "tz"}), "Europe/Berlin\n");
    EXPECT_EQ(site.must({"config", "get", "tz", "--tz", "Asia/Tokyo"}), "Asia/Tokyo\n");
    const std::string all = tsv({"config", "list", "--tz", "Asia/Tokyo"}, "key,value,origin");
    EXPECT_NE(all.find("tz\tAsia/Tokyo\t--tz\n"), std::string::npos) << all;
    EXPECT_NE(all.find("clock\tserver\t" + site.file("config.toml") + ", line 3\n"),
              std::string::npos)
        << all;
    EXPECT_NE(all.find("max_wait\t2m\tdefault\n"), std::string::npos) << all;
    site.must({"config", "unset", "tz"});
    EXPECT_EQ(site.must({"config", "get", "tz"}), "UTC\n");
    site.must({"config", "validate"});
    write_file(site.file("other.toml"), "tzz = \"UTC\"\n");
    const Finished wrong = site.run({"config", "validate", site.file("other.toml")});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.err.find("did you mean tz?"), std::string::npos) << wrong.err;
    EXPECT_EQ(site.run({"config", "set", "tz", "Nowhere/City"}).status, 2);
    EXPECT_EQ(site.run({"config", "set", "tzz", "UTC"}).status, 2);
}

}  // namespace
}  // namespace invitectl::testing
