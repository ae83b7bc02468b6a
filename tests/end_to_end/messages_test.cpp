// Who writes when, from outside: off until switched on, over HTTP page by page, killed among the
// pages, and told in retention --activity.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <random>
#include <thread>

namespace invitectl::testing {
namespace {

// No limits of Discord's where a test wants many pages in a blink.
sim::HttpOptions unlimited() {
    sim::HttpOptions options;
    options.limits = sim::RateLimits::none();
    return options;
}

class MessagesOutside : public ::testing::Test {
  protected:
    MessagesOutside() : site({}, unlimited()) {
        site.guild.invite("abc", "ana");
        site.guild.invite("def", "ben");
        talk = site.guild.world().add_channel(site.guild.guild(), "talk");
        staff = site.guild.world().add_channel(site.guild.guild(), "staff");
        site.init();
    }

    void write(const std::string& name, ChannelId channel, int times = 1) {
        site.pass(1min);
        site.server.with_world([&](sim::World& world) {
            for (int i = 0; i < times; ++i) {
                world.post(site.guild.guild(), channel, site.guild.user(name), "a secret text");
            }
        });
    }
    void hide(ChannelId channel) {
        site.server.with_world([&](sim::World& world) {
            world.set_overwrite(site.guild.guild(),
                                channel,
                                {.id = site.guild.guild().value,
                                 .of_role = true,
                                 .allow = 0,
                                 .deny = sim::kViewChannel});
        });
    }
    void join(const std::string& name, const std::string& code) {
        site.pass(1min);
        site.server.with_world([&](sim::World&) { site.guild.join(name, code); });
        sync_after(5min);
    }
    void sync_after(Duration time) {
        site.pass(time);
        EXPECT_EQ(site.must({"sync"}), "");
    }
    std::ptrdiff_t asked() const {
        const auto journal = site.server.journal();
        return std::ranges::count(journal, "messages", &sim::JournalLine::route);
    }
    std::ptrdiff_t stored() const {
        const std::string facts = site.must({"facts", "export"});
        std::ptrdiff_t count = 0;
        const std::string start = "{\"fact\":\"message_seen\"";
        for (std::size_t at = 0; (at = facts.find(start, at)) != std::string::npos; ++at) {
            ++count;
        }
        return count;
    }

    Site site;
    ChannelId talk;
    ChannelId staff;
};

TEST_F(MessagesOutside, who_writes_is_read_for_whoever_switches_it_on_and_is_cautioned) {
    write("ana", talk);
    sync_after(5min);
    EXPECT_EQ(stored(), 0);
    const Finished first = site.run({"settings", "set", "messages", "on"});
    EXPECT_EQ(first.status, 0);
    EXPECT_NE(first.err.find("caution: of everybody who writes"), std::string::npos) << first.err;
    sync_after(5min);
    write("ana", talk, 2);
    const Finished tried = site.run({"poll", "messages", "--dry-run"});
    EXPECT_EQ(tried.status, 0) << tried.err;
    EXPECT_NE(tried.err.find("dry run: 2 new messages by people."), std::string::npos) << tried.err;
    EXPECT_EQ(stored(), 0);
    sync_after(5min);
    EXPECT_EQ(stored(), 2);
    EXPECT_EQ(read_file(site.database()).find("a secret text"), std::string::npos);
    EXPECT_EQ(read_file(site.database() + "-wal").find("a secret text"), std::string::npos);
    const Finished again = site.run({"settings", "set", "messages", "on"});
    EXPECT_EQ(again.err.find("caution"), std::string::npos) << again.err;
}

TEST_F(MessagesOutside, a_channel_that_is_refused_is_named_and_the_rest_is_read) {
    site.must({"settings", "set", "messages", "on"});
    sync_after(5min);
    hide(staff);
    write("ana", staff);
    write("ana", talk);
    const Finished read = site.run({"poll", "messages"});
    EXPECT_EQ(read.status, 3) << read.err;
    EXPECT_NE(read.err.find("1 new message by people."), std::string::npos) << read.err;
    EXPECT_NE(read.err.find("#staff cannot be read"), std::string::npos) << read.err;
    const auto before = asked();
    sync_after(5min);
    EXPECT_EQ(asked(), before + 1) << "refused channels are not asked again within the hour";
    const std::string doctor = site.run({"doctor", "--json"}).out;
    EXPECT_NE(doctor.find("what is written in #staff cannot be read"), std::string::npos) << doctor;

    const Finished out = site.run({"settings", "set", "messages_except", staff.text()});
    EXPECT_EQ(out.status, 0) << out.err;
    EXPECT_EQ(site.must({"settings", "get", "messages_except"}), staff.text() + "\n");
    EXPECT_EQ(site.run({"poll", "messages"}).status, 0);
    EXPECT_EQ(site.run({"settings", "set", "messages_except", "staff"}).status, 2);
    const std::string exported = site.must({"settings", "export"});
    EXPECT_NE(exported.find("messages_except = \"" + staff.text() + "\""), std::string::npos)
        << exported;
    Launch import = site.launch({"settings", "import", "-"});
    import.input = exported;
    EXPECT_EQ(testing::run(import).status, 0);
    site.must({"undo"});
}

TEST_F(MessagesOutside, killed_among_the_pages_nothing_is_lost_or_doubled) {
    site.must({"settings", "set", "messages", "on"});
    site.must({"settings", "set", "messages_per_sync", "1000"});
    sync_after(5min);
    constexpr int kTalk = 2512;
    constexpr int kStaff = 1203;
    write("ana", talk, kTalk);
    write("ben", staff, kStaff);
    std::mt19937 random(2026);
    int kills = 0;
    for (int i = 0; i < 12; ++i) {
        Running victim(site.launch({"poll", "messages"}));
        std::this_thread::sleep_for(std::chrono::microseconds(20'000 + random() % 60'000));
        victim.signal(SIGKILL);
        kills += victim.wait().status == 128 + SIGKILL ? 1 : 0;
    }
    EXPECT_GT(kills, 2) << "hardly any was still reading";
    site.must({"poll", "messages"});
    EXPECT_EQ(stored(), kTalk + kStaff);
    site.must({"db", "info"});
}

TEST_F(MessagesOutside, facts_carry_them_and_how_far_each_channel_was_read) {
    site.must({"settings", "set", "messages", "on"});
    site.must({"settings", "set", "messages_except", staff.text()});
    sync_after(5min);
    join("carl", "abc");
    write("carl", talk, 3);
    sync_after(26h);
    write("carl", talk);
    sync_after(5min);
    const std::string facts = site.must({"facts", "export"});
    Launch import = site.launch({"facts", "import", "--db", site.file("copy.db"), "-"});
    import.input = facts;
    const Finished imported = testing::run(import);
    ASSERT_EQ(imported.status, 0) << imported.err;
    EXPECT_EQ(site.must({"facts", "export", "--db", site.file("copy.db")}), facts);
    site.must({"reconcile", "--db", site.file("copy.db")});
    const std::vector<std::string> words = {"retention", "--activity", "--days", "1", "--json"};
    std::vector<std::string> there = words;
    there.insert(there.end(), {"--db", site.file("copy.db")});
    EXPECT_EQ(site.must(there), site.must(words));

    std::string wrong = facts;
    const auto list = wrong.find("\"channels\":\"");
    ASSERT_NE(list, std::string::npos);
    wrong.insert(list + 12, "7,");
    import.arguments.at(4) = site.file("other.db");
    import.input = wrong;
    EXPECT_EQ(testing::run(import).status, 1) << "two channels where the value says one";
}

TEST_F(MessagesOutside, retention_by_activity_says_who_still_writes) {
    join("early", "abc");
    const Finished off = site.run({"retention", "--activity"});
    EXPECT_EQ(off.status, 0);
    EXPECT_NE(off.err.find("settings set messages on"), std::string::npos) << off.err;
    site.must({"settings", "set", "messages", "on"});
    sync_after(5min);
    join("carl", "abc");
    join("dora", "abc");
    join("eve", "def");
    sync_after(26h);
    write("carl", talk);
    write("eve", staff);
    sync_after(5min);
    const auto columns = [&](std::vector<std::string> more, const std::string& names) {
        std::vector<std::string> words = {"retention", "--activity", "--no-headers"};
        words.insert(words.end(), more.begin(), more.end());
        words.insert(words.end(), {"--columns", names});
        return site.must(words);
    };
    EXPECT_EQ(columns({"--days", "1,7"},
                      "joins,uncounted,active_1,active_1_of,active_1_mark,active_1_waiting,active_"
                      "7,active_7_mark"),
              "4\t1\t0.6666666666666666\t3\tfew\t1\t\tnone\n");
    EXPECT_EQ(
        columns({"--days", "1", "--by", "inviter"}, "inviter,joins,uncounted,active_1,active_1_of"),
        "ana\t3\t1\t0.5\t2\nben\t1\t0\t1\t1\n");
    EXPECT_NE(columns({"--days", "1", "--cohort", "week"}, "week,active_1").find("2026-W"),
              std::string::npos);
    EXPECT_EQ(site.run({"retention", "--activity", "--curve"}).status, 2);
    EXPECT_NE(
        site.must({"retention", "--activity", "--chart", "--format", "table"}).find("all joins"),
        std::string::npos);
    EXPECT_NE(site.must({"explain", "retention.active_1"}).find("wrote at least once"),
              std::string::npos);
}

}  // namespace
}  // namespace invitectl::testing
