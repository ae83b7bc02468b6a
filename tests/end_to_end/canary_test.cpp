// The token stands nowhere after every kind of failure at -vv, in no command line and in the
// environment of nothing that the program starts. What all other tests print and write is searched
// as they end (tests/support/canary.hpp).
#include "tests/support/canary.hpp"

#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace invitectl::testing {
namespace {

class Canary : public ::testing::Test {
  protected:
    void run_and_scan(const std::vector<std::string>& arguments, bool loudly = true) {
        std::vector<std::string> words = arguments;
        if (loudly) {
            words.emplace_back("-vv");
        }
        const Finished finished = site.run(words);
        seen += finished.out.size() + finished.err.size();
    }

    Site site;
    std::size_t seen = 0;
};

TEST(CanaryItself, is_found_where_it_is) {
    for (const std::string& text :
         {"Bot " + kCanaryToken,
          std::string("https://example.org/?t=made%2Dup%2Dfor%2Dtests"
                      "%2Donly%2D0123456789"),
          std::string("Qm90IG1hZGUtdXAtZm9yLXRlc3RzLW9ubHktMDEyMzQ1Njc4OQ"),
          std::string("eTogbWFkZS11cC1mb3ItdGVzdHMtb25seS0wMTIzNDU2Nzg5"),
          std::string("eW1hZGUtdXAtZm9yLXRlc3RzLW9ubHktMDEyMzQ1Njc4OQ")}) {
        EXPECT_TRUE(holds_token(text)) << text;
    }
    EXPECT_FALSE(holds_token("made-up-for-tests"));
}

TEST(CanaryItself, whatever_a_test_writes_or_prints_is_searched) {
    const TemporaryFolder folder;
    const std::string leak = folder.file("deep/log");
    std::filesystem::create_directory(folder.file("deep"));
    std::ofstream(leak) << std::string(70'000, ' ') << kCanaryToken;
    write_file(folder.file("config.toml"), kCanaryToken);  // the test itself
    EXPECT_EQ(token_leaks(folder.path()), std::vector<std::string>{leak});
    EXPECT_DEATH(require_no_token_in(folder.path()), "the token stands in .*deep/log");
    std::filesystem::remove(leak);
    require_no_token_in(folder.path());

    const std::string program = folder.file("invitectl");
    std::filesystem::create_symlink("/bin/echo", program);
    EXPECT_DEATH(testing::run({{program, kCanaryToken}, {}, {}}),
                 "the token stands in what invitectl printed");
}

TEST_F(Canary, stands_nowhere_after_a_day_with_every_kind_of_failure) {
    site.guild.invite("abc", "ana");
    const std::string id = site.guild.guild().text();
    run_and_scan({"init", "--guild", id, "--alias", "test"});
    run_and_scan({"sync"});
    for (const auto kind : {sim::FaultKind::unauthorized,
                            sim::FaultKind::forbidden,
                            sim::FaultKind::cloudflare_ban,
                            sim::FaultKind::error_503,
                            sim::FaultKind::html_200,
                            sim::FaultKind::truncated,
                            sim::FaultKind::wrong_type}) {
        site.server.add_fault({.kind = kind, .times = -1});
        run_and_scan({"sync"});
        site.server.clear_faults();
        site.forget_refusals();
    }
    run_and_scan({"guild", "list", "--discord"});
    run_and_scan({"invite", "list"});
    run_and_scan({"facts", "export", site.file("facts.ndjson")});
    run_and_scan({"sync", "--token", kCanaryToken});
    run_and_scan({"settings", "set", "fake_threshold", kCanaryToken});
    run_and_scan({"sync", "--api-base", "https://" + kCanaryToken + ".example.org/api"});
    EXPECT_EQ(token_leaks(site.file("")), std::vector<std::string>{});
    EXPECT_GT(seen, 1000U);
}

TEST_F(Canary, is_seen_by_nobody_who_looks_at_the_running_program) {
    const std::string id = site.guild.guild().text();
    site.must({"init", "--guild", id, "--alias", "test"});
    site.server.add_fault({.kind = sim::FaultKind::slow, .route = "invites", .delay = 1500ms});
    Running running(site.launch({"sync"}));
    std::this_thread::sleep_for(500ms);
    int looked_at = 0;
    for (const auto& process : std::filesystem::directory_iterator("/proc")) {
        const std::string line = read_file(process.path().string() + "/cmdline");
        if (line.find("invitectl") != std::string::npos) {
            EXPECT_FALSE(holds_token(line));
            ++looked_at;
        }
    }
    EXPECT_GE(looked_at, 1);
    EXPECT_EQ(running.wait().status, 0);
}

// The command that tells the token gets none of ours.
TEST_F(Canary, is_not_handed_to_what_the_program_starts) {
    const std::string id = site.guild.guild().text();
    site.must({"init", "--guild", id, "--alias", "test"});
    write_file(
        site.file("teller"),
        "#!/bin/sh\nenv > " + site.file("environment") + "\ncat " + site.file("token") + "\n",
        0700);
    write_file(site.file("config.toml"),
               "db = \"guild.db\"\ntoken_command = [\"" + site.file("teller") +
                   "\"]\nclock = \"server\"\napi_base = \"" + site.server.base_url() +
                   "\"\nallow_api_base = [\"" + site.server.base_url() + "\"]\n");
    Launch launch = site.launch({"sync", "-vv"});
    launch.environment["DISCORD_TOKEN"] = kCanaryToken;  // stands behind token_command
    const Finished finished = testing::run(launch);
    EXPECT_EQ(finished.status, 0) << finished.err;
    EXPECT_NE(read_file(site.file("environment")).find("HOME="), std::string::npos);
    EXPECT_EQ(token_leaks(site.file("")), std::vector<std::string>{});
}

}  // namespace
}  // namespace invitectl::testing
