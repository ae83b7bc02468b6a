// The first run: guided at a real terminal, or wholly by options.
#include "tests/end_to_end/site.hpp"
#include "tests/support/at_terminal.hpp"
#include "tests/support/canary.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

namespace invitectl::testing {
namespace {

const std::string& kToken = kCanaryToken;

// A machine on which nothing is set up: no token anywhere, and a configuration that only lets the
// simulated Discord be asked.
class Init : public ::testing::Test {
  protected:
    Init() {
        site.guild.invite("abc", "ana");
        ::unlink(site.file("token").c_str());
        write_file(site.file("config.toml"),
                   "db = \"guild.db\"\nclock = \"server\"\napi_base = \"" + site.server.base_url() +
                       "\"\nallow_api_base = [\"" + site.server.base_url() + "\"]\n");
    }

    // Every file of the site with its bytes.
    std::string everything() const {
        std::string all;
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(site.file(""))) {
            names.push_back(entry.path().string());
        }
        std::ranges::sort(names);
        for (const std::string& name : names) {
            all += name + "\n" + read_file(name) + "\n";
        }
        return all;
    }

    std::string own_id() const { return site.guild.guild().text(); }

    Site site{{}, {.token = kToken}};
};

TEST_F(Init, guided_at_a_terminal) {
    AtTerminal terminal(site.launch({"init"}));
    ASSERT_TRUE(terminal.sees("Bot token (not shown): "));
    terminal.type(kToken);
    ASSERT_TRUE(terminal.sees("Keep it in the file [")) << terminal.bytes();
    terminal.type("");
    ASSERT_TRUE(terminal.sees(own_id())) << terminal.bytes();
    ASSERT_TRUE(terminal.sees("Which server [1]: "));
    terminal.type("");
    ASSERT_TRUE(terminal.sees("Short name, for -g [test-guild]: "));
    terminal.type("harbour");
    ASSERT_TRUE(terminal.sees("as harbour.")) << terminal.bytes();
    EXPECT_EQ(terminal.wait(), 0) << terminal.bytes();
    const std::string& seen = terminal.bytes();
    EXPECT_EQ(seen.find("made-up"), std::string::npos) << "the token was shown";
    for (const auto* wanted : {"*/5 * * * * ",
                               "[Timer]",
                               "LoadCredential=",
                               "invitectl sync",
                               "invitectl settings set closed on",
                               "invitectl leaderboard"}) {
        EXPECT_NE(seen.find(wanted), std::string::npos) << wanted;
    }
    struct stat status {};
    ASSERT_EQ(::stat(site.file("bot-token").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    EXPECT_EQ(read_file(site.file("bot-token")), kToken + "\n");
    EXPECT_EQ(site.contents().find("made-up"), std::string::npos);
}

TEST_F(Init, wrong_answers_are_asked_again) {
    site.server.with_world([](sim::World& world) { world.set_members_intent(false); });
    AtTerminal terminal(site.launch({"init"}));
    ASSERT_TRUE(terminal.sees("Bot token"));
    terminal.type("no token at all");
    ASSERT_TRUE(terminal.sees("Bot token")) << terminal.bytes();
    terminal.type("MTExMTExMTExMTExMTExMTEx.GsimuX.another-token-for-tests-0123456789");
    ASSERT_TRUE(terminal.sees("Bot token")) << terminal.bytes();
    terminal.type(kToken);
    ASSERT_TRUE(terminal.sees("Keep it in the file ["));
    terminal.type("");
    ASSERT_TRUE(terminal.sees("Server Members Intent is switched off")) << terminal.bytes();
    ASSERT_TRUE(terminal.sees("Press Enter to look again"));
    site.server.with_world([](sim::World& world) { world.set_members_intent(true); });
    terminal.type("");
    ASSERT_TRUE(terminal.sees("Which server"));
    terminal.type("7");
    ASSERT_TRUE(terminal.sees("Which server"));
    terminal.type(own_id());
    ASSERT_TRUE(terminal.sees("Short name"));
    terminal.type("12");
    ASSERT_TRUE(terminal.sees("Short name"));
    terminal.type("");
    EXPECT_EQ(terminal.wait(), 0) << terminal.bytes();
    EXPECT_EQ(terminal.bytes().find("another-token"), std::string::npos);
}

TEST_F(Init, stopped_half_way_it_leaves_no_database) {
    AtTerminal terminal(site.launch({"init"}));
    ASSERT_TRUE(terminal.sees("Bot token"));
    terminal.type(kToken);
    ASSERT_TRUE(terminal.sees("Keep it in the file ["));
    terminal.press("\x03");
    EXPECT_EQ(terminal.wait(), 130) << terminal.bytes();
    EXPECT_FALSE(std::filesystem::exists(site.database()));
    EXPECT_FALSE(std::filesystem::exists(site.file("bot-token")));
}

TEST_F(Init, wholly_by_options) {
    allow_token_in(site.file("kept"));  // that is what it was told to do
    Launch launch = site.launch({"init",
                                 "--no-input",
                                 "--guild",
                                 own_id(),
                                 "--token-file",
                                 "-",
                                 "--keep-token",
                                 site.file("kept"),
                                 "--alias",
                                 "harbour"});
    launch.input = kToken + "\n";
    const Finished finished = testing::run(launch);
    EXPECT_EQ(finished.status, 0) << finished.err;
    EXPECT_NE(finished.out.find("as harbour."), std::string::npos) << finished.out;
    EXPECT_EQ(read_file(site.file("kept")), kToken + "\n");
}

TEST_F(Init, without_input_it_names_all_that_is_missing) {
    const std::string before = everything();
    const Finished finished = site.run({"init", "--no-input"});
    EXPECT_EQ(finished.status, 2);
    EXPECT_NE(finished.err.find("--token-file and --guild"), std::string::npos) << finished.err;
    AtTerminal terminal(site.launch({"init", "--no-input"}));
    EXPECT_EQ(terminal.wait(), 2);
    EXPECT_EQ(everything(), before);
}

TEST_F(Init, a_second_one_changes_nothing) {
    write_file(site.file("token"), kToken + "\n");
    site.must({"init", "--guild", own_id(), "--token-file", site.file("token")});
    const std::string before = everything();
    AtTerminal terminal(site.launch({"init"}));
    EXPECT_EQ(terminal.wait(), 2) << terminal.bytes();
    EXPECT_EQ(site.run({"init", "--guild", own_id(), "--token-file", site.file("token")}).status,
              2);
    EXPECT_EQ(everything(), before);
}

TEST_F(Init, three_commands_lead_to_a_board) {
    write_file(site.file("token"), kToken + "\n");
    write_file(site.file("config.toml"),
               read_file(site.file("config.toml")) + "token_file = \"token\"\n");
    site.must({"init", "--guild", own_id()});
    site.pass(1min);
    site.server.with_world([&](sim::World&) { site.guild.join("bob", "abc"); });
    site.pass(5min);
    site.must({"sync"});
    EXPECT_NE(site.must({"leaderboard", "--no-headers"}), "");
}

}  // namespace
}  // namespace invitectl::testing
