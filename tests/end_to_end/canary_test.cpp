// A token that is searched for in everything a site ever writes: streams at -vv, database, files,
// the command line of the running program, and the environment of what it starts.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <thread>

namespace invitectl::testing {
namespace {

// What the site's token file holds.
const std::string kToken = "MTExMTExMTExMTExMTExMTEx.GsimuX.made-up-for-tests-only-0123456789";

std::string base64(const std::string& text) {
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int have = 0;
    for (const char c : text) {
        bits = (bits << 8U) | static_cast<unsigned char>(c);
        for (have += 8; have >= 6; have -= 6) {
            out += letters[(bits >> static_cast<unsigned>(have - 6)) & 63U];
        }
    }
    return out;  // without what the last bits would add: they depend on what follows
}

std::string percent(const std::string& text) {
    std::string out;
    for (const char c : text) {
        out += c == '.' ? "%2E" : c == '-' ? "%2D" : std::string(1, c);
    }
    return out;
}

// Parts long enough to be worth something, in every coding; three offsets of base64.
std::vector<std::string> canaries() {
    const std::string secret = kToken.substr(kToken.find('.') + 1);
    std::vector<std::string> all = {kToken, secret, secret.substr(7), percent(kToken)};
    for (const char* before : {"", "x", "xx"}) {
        const std::string coded = base64(before + kToken);
        all.push_back(coded.substr(4, 40));
    }
    return all;
}

class Canary : public ::testing::Test {
  protected:
    void expect_clean(const std::string& text, const std::string& where) {
        for (const std::string& canary : canaries()) {
            EXPECT_EQ(text.find(canary), std::string::npos) << "the token stands in " << where;
        }
    }
    void run_and_scan(const std::vector<std::string>& arguments, bool loudly = true) {
        std::vector<std::string> words = arguments;
        if (loudly) {
            words.emplace_back("-vv");
        }
        const Finished finished = site.run(words);
        expect_clean(finished.out, arguments[0] + "'s output");
        expect_clean(finished.err, arguments[0] + "'s messages");
        seen += finished.out.size() + finished.err.size();
    }
    // Every file but the two that hold the token by right.
    void scan_files() {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(site.file(""))) {
            const std::string name = entry.path().filename().string();
            if (entry.is_regular_file() && name != "token" && name != "teller") {
                expect_clean(read_file(entry.path().string()), name);
                ++files;
            }
        }
    }

    Site site;
    std::size_t seen = 0;
    int files = 0;
};

TEST(CanaryItself, is_found_where_it_is) {
    for (const std::string& text :
         {"x" + kToken, percent(kToken), base64("Bot " + kToken), base64("y" + kToken)}) {
        const auto all = canaries();
        EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const std::string& canary) {
            return text.find(canary) != std::string::npos;
        })) << text;
    }
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
    run_and_scan({"sync", "--token", kToken});
    run_and_scan({"settings", "set", "fake_threshold", kToken});
    run_and_scan({"sync", "--api-base", "https://" + kToken + ".example.org/api"});
    scan_files();
    EXPECT_GT(seen, 1000U);
    EXPECT_GE(files, 2);
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
            expect_clean(line, "a command line");
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
    launch.environment["DISCORD_TOKEN"] = kToken;  // stands behind token_command
    const Finished finished = testing::run(launch);
    EXPECT_EQ(finished.status, 0) << finished.err;
    expect_clean(finished.err, "the messages");
    EXPECT_NE(read_file(site.file("environment")).find("HOME="), std::string::npos);
    scan_files();
}

}  // namespace
}  // namespace invitectl::testing
