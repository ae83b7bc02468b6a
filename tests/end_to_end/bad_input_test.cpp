// What goes wrong around the program: each fault gives its documented exit code and a message with
// what, why and next, and leaves the database as it was.
#include "tests/end_to_end/site.hpp"
#include "tests/sim/cut_proxy.hpp"
#include "tests/support/canary.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <sqlite3.h>

namespace invitectl::testing {
namespace {

void expect_complaint(const Finished& finished, int status) {
    EXPECT_EQ(finished.status, status) << finished.err;
    EXPECT_EQ(finished.out, "");
    const Complaint complaint = complaint_in(finished.err);
    EXPECT_FALSE(complaint.error.empty()) << finished.err;
    EXPECT_FALSE(complaint.next.empty()) << finished.err;
}

// A site whose guild has been followed for a while.
class BadInput : public ::testing::Test {
  protected:
    BadInput() {
        site.guild.invite("abc", "ana");
        site.init();
        site.pass(5min);
        site.server.with_world([&](sim::World&) { site.guild.join("bob", "abc"); });
        site.pass(5min);
        site.must({"sync"});
        site.pass(5min);
    }

    void expect_sync_fails(int status, const std::string& in_message = "") {
        const std::string before = site.contents(not_compared);
        const Finished finished = site.run({"sync"});
        expect_complaint(finished, status);
        EXPECT_NE(finished.err.find(in_message), std::string::npos) << finished.err;
        EXPECT_EQ(site.contents(not_compared), before);
    }

    void expect_fault(sim::FaultKind kind, const std::string& route, int status) {
        sim::Fault fault;
        fault.kind = kind;
        fault.route = route;
        fault.times = -1;
        fault.field = "uses";
        site.server.add_fault(fault);
        // The invites were read before the members failed, and stay read.
        not_compared = route == "members" ? std::set<std::string>{"reading", "staging_sweep"}
                                          : std::set<std::string>{};
        expect_sync_fails(status);
        site.server.clear_faults();
        site.forget_refusals();
    }

    Site site;
    std::set<std::string> not_compared;  // tables left out of the comparison
};

TEST(BadStart, without_a_database) {
    const Site site;
    expect_complaint(site.run({"leaderboard"}), 10);
    expect_complaint(site.run({"sync"}), 10);
}

TEST(BadStart, init_without_a_token_or_guild) {
    const Site site;
    Launch launch = site.launch({"init", "--guild", site.guild.guild().text(), "--no-input"});
    launch.environment.erase("INVITECTL_CONFIG");
    launch.environment["INVITECTL_DB"] = site.database();
    const Finished finished = testing::run(launch);
    expect_complaint(finished, 2);
    EXPECT_NE(finished.err.find("--token-file"), std::string::npos);
    expect_complaint(site.run({"init"}), 2);
    EXPECT_EQ(read_file(site.database()), "");
}

TEST_F(BadInput, second_init_changes_nothing) {
    const std::string bytes = read_file(site.database());
    expect_complaint(site.run({"init", "--guild", site.guild.guild().text()}), 2);
    EXPECT_EQ(read_file(site.database()), bytes);
}

TEST_F(BadInput, no_token) {
    Launch launch = site.launch({"sync"});
    write_file(site.file("config.toml"),
               "db = \"guild.db\"\napi_base = \"" + site.server.base_url() +
                   "\"\nallow_api_base = [\"" + site.server.base_url() + "\"]\n");
    const std::string before = site.contents();
    expect_complaint(testing::run(launch), 4);
    EXPECT_EQ(site.contents(), before);
}

TEST_F(BadInput, token_file_readable_by_others) {
    write_file(site.file("token"), "some-token-of-a-bot-that-others-read\n", 0644);
    expect_sync_fails(4, "chmod");
}

TEST_F(BadInput, unknown_guild_and_wrong_flag) {
    expect_complaint(site.run({"leaderboard", "-g", "tset"}), 2);
    expect_complaint(site.run({"leaderboard", "--bye", "code"}), 2);
    expect_complaint(site.run({"leaderbord"}), 2);
    const Finished wrong = site.run({"leaderboard", "--by", "colour"});
    expect_complaint(wrong, 2);
}

TEST_F(BadInput, unreachable_host) {
    site.use_base("http://127.0.0.1:9/api/v10");
    expect_sync_fails(5);
}

TEST_F(BadInput, api_base_that_was_not_allowed) {
    expect_complaint(site.run({"sync", "--api-base", "http://127.0.0.1:9/api/v10"}), 6);
}

TEST_F(BadInput, http_errors) {
    expect_fault(sim::FaultKind::unauthorized, "", 4);
    expect_fault(sim::FaultKind::forbidden, "invites", 4);
    expect_fault(sim::FaultKind::missing_access, "members", 4);
    expect_fault(sim::FaultKind::error_503, "invites", 5);
    expect_fault(sim::FaultKind::error_502, "members", 5);
    expect_fault(sim::FaultKind::html_200, "invites", 5);
    expect_fault(sim::FaultKind::cloudflare_ban, "invites", 5);
}

TEST_F(BadInput, what_was_refused_is_not_asked_again_by_the_next_run) {
    const auto asked_by = [&](const char* what) {
        site.server.clear_journal();
        const Finished finished = site.run({"sync"});
        EXPECT_EQ(finished.status, 4) << what << ": " << finished.err;
        return site.server.journal().size();
    };
    site.server.add_fault({.kind = sim::FaultKind::unauthorized, .times = -1});
    EXPECT_EQ(asked_by("the token is rejected"), 1U);
    EXPECT_EQ(asked_by("the same token"), 0U);
    write_file(site.file("token"), "MTExMTExMTExMTExMTExMTEx.GsimuX.another-one-9876543210\n");
    EXPECT_EQ(asked_by("another token"), 1U);
    site.server.clear_faults();
    site.forget_refusals();
    site.server.add_fault({.kind = sim::FaultKind::forbidden, .route = "invites", .times = -1});
    asked_by("a permission is missing");
    site.server.clear_faults();
    asked_by("and remembered to be");
    EXPECT_EQ(std::ranges::count(site.server.journal(), "invites", &sim::JournalLine::route), 0);
}

TEST_F(BadInput, a_limit_longer_than_the_patience) {
    sim::Fault fault;
    fault.kind = sim::FaultKind::limited_user;
    fault.route = "invites";
    fault.times = -1;
    fault.delay = std::chrono::hours{1};
    site.server.add_fault(fault);
    expect_sync_fails(5);
}

TEST_F(BadInput, answers_that_break_the_protocol) {
    expect_fault(sim::FaultKind::wrong_type, "invites", 1);
    expect_fault(sim::FaultKind::duplicate_key, "invites", 1);
    expect_fault(sim::FaultKind::truncated, "members", 1);
    expect_fault(
        sim::FaultKind::missing_field, "invites", 4);  // no `uses`: a permission is missing
}

// What Discord's network answered and what the database was asked are for -vv, not for a message.
TEST_F(BadInput, no_message_shows_what_is_behind_it) {
    const std::regex inner(
        "<[!a-z/]|upstream connect|all is well|SELECT|INSERT|UPDATE [a-z_]+ SET| FROM [a-z_]+|"
        "what\\(\\)|terminate called|0x[0-9a-f]{6}");
    const auto expect_clean = [&](const std::string& what) {
        for (const std::vector<std::string>& words :
             {std::vector<std::string>{"sync", "--max-wait", "1s"},
              {"poll", "members", "--max-wait", "1s"},
              {"leaderboard"}}) {
            const Finished finished = site.run(words);
            EXPECT_FALSE(std::regex_search(finished.err, inner)) << what << "\n" << finished.err;
        }
    };
    for (const std::string_view name : sim::fault_names()) {
        site.server.add_fault({.kind = *sim::parse_fault(name), .times = 20});
        expect_clean(std::string(name));
        site.server.clear_faults();
        site.forget_refusals();
    }
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(site.database().c_str(), &connection), SQLITE_OK);
    sqlite3_exec(connection,
                 "DROP VIEW IF EXISTS export_joins; ALTER TABLE person RENAME TO people;",
                 nullptr,
                 nullptr,
                 nullptr);
    sqlite3_close(connection);
    expect_clean("a table is missing");
    EXPECT_NE(site.run({"leaderboard"}).status, 0);
}

TEST_F(BadInput, a_connection_cut_in_the_middle) {
    sim::CutProxy proxy(site.server.port());
    sim::CutPlan plan;
    plan.kind = sim::CutPlan::Kind::cut_response;
    plan.bytes = 400;
    proxy.set_plan(plan);
    site.use_base(proxy.base_url());
    expect_sync_fails(5);
}

TEST_F(BadInput, the_bot_left_the_guild) {
    site.server.with_world(
        [&](sim::World& world) { world.set_bot_present(site.guild.guild(), false); });
    expect_sync_fails(4);
}

TEST_F(BadInput, a_foreign_file) {
    write_file(site.database(),
               "this is no database, only a text of some length ......................");
    const std::string bytes = read_file(site.database());
    expect_complaint(site.run({"leaderboard"}), 12);
    expect_complaint(site.run({"sync"}), 12);
    EXPECT_EQ(read_file(site.database()), bytes);
}

TEST_F(BadInput, a_newer_database) {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(site.database().c_str(), &connection), SQLITE_OK);
    sqlite3_exec(connection,
                 "PRAGMA user_version = 9999; PRAGMA wal_checkpoint(TRUNCATE);",
                 nullptr,
                 nullptr,
                 nullptr);
    sqlite3_close(connection);
    const std::string bytes = read_file(site.database());
    expect_complaint(site.run({"leaderboard"}), 6);
    expect_complaint(site.run({"sync"}), 6);
    EXPECT_EQ(read_file(site.database()), bytes);
}

TEST_F(BadInput, a_token_on_the_command_line) {
    const Finished finished = site.run({"sync", "--token", kCanaryToken});
    expect_complaint(finished, 2);
    EXPECT_EQ(finished.err.find("made-up-for-tests"), std::string::npos);
}

}  // namespace
}  // namespace invitectl::testing
