// Somebody who has only `invitectl help`: from an empty folder to a board, by nothing but what the
// program itself prints.
#include "test_paths.hpp"
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace invitectl::testing {
namespace {

// A newcomer's machine: a home folder with a token and the address of the server to try things on,
// and nothing of invitectl but the program.
class Newcomer : public ::testing::Test {
  protected:
    Newcomer() {
        site.guild.invite("abc", "ana");
        write_file(site.file("bot-token"), read_file(site.file("token")));
        write_file(site.file("config.toml"),
                   "db = \"guild.db\"\nclock = \"server\"\napi_base = \"" + site.server.base_url() +
                       "\"\nallow_api_base = [\"" + site.server.base_url() + "\"]\n");
    }

    // Types a line into a shell; everything shown is read.
    std::string type(const std::string& line) {
        Launch launch = site.launch({});
        launch.environment["PATH"] = INVITECTL_BINARY_DIR ":/usr/bin:/bin";
        launch.arguments = {"/bin/sh", "-c", "cd '" + site.file("") + "' && " + line};
        const Finished finished = run(launch);
        EXPECT_EQ(finished.status, 0) << line << "\n" << finished.out << finished.err;
        read += finished.out + finished.err;
        return finished.out;
    }

    // The first line printed so far that begins with these words, without what is said behind it.
    std::string printed_command(const std::string& beginning) const {
        std::smatch found;
        const std::regex line("(?:^|\n) +(" + beginning + "[^\n]*?)(?:  +[^\n]*)?(?=\n)");
        if (!std::regex_search(read, found, line)) {
            ADD_FAILURE() << "nothing printed so far begins with " << beginning << "\n" << read;
            return "true";
        }
        return found[1].str();
    }

    Site site;
    std::string read;  // all that the program has said
};

std::string with(std::string text, const std::string& what, const std::string& instead) {
    const auto at = text.find(what);
    return at == std::string::npos ? text : text.replace(at, what.size(), instead);
}

TEST_F(Newcomer, finds_the_way_from_an_empty_folder_to_a_board) {
    const std::string overview = type("invitectl help");
    // START stands first, and init first in it.
    const auto start = overview.find("START\n");
    ASSERT_NE(start, std::string::npos);
    EXPECT_EQ(overview.find("  init", start), start + 6) << overview;
    type("invitectl help init");
    // The first example names a token file; the id is the server's own.
    const std::string init = with(printed_command("invitectl init --guild"),
                                  "1308388315686375505",
                                  site.guild.guild().text());
    EXPECT_NE(init.find("--token-file bot-token"), std::string::npos) << init;
    type(init);
    // init says what to do next; whoever sets up cron waits for it.
    site.pass(5min);
    type(printed_command("invitectl sync"));
    site.server.with_world([&](sim::World&) { site.guild.join("bob", "abc"); });
    for (int i = 0; i < 3; ++i) {
        site.pass(5min);
        type(printed_command("invitectl sync"));
    }
    type(printed_command("invitectl settings set closed on"));
    const std::string board = type(printed_command("invitectl leaderboard"));
    EXPECT_NE(board.find("ana"), std::string::npos) << board;
}

// Each command and topic that the overview names has help, and each group and command is named.
TEST_F(Newcomer, can_look_up_everything_the_overview_names) {
    const std::string overview = type("invitectl help");
    const std::regex entry("\n  (invitectl help )?([a-z][a-z-]*(?: [a-z][a-z-]*)?)  +[^\n]");
    int seen = 0;
    for (auto found = std::sregex_iterator(overview.begin(), overview.end(), entry);
         found != std::sregex_iterator();
         ++found) {
        ++seen;
        EXPECT_GT(type("invitectl help " + (*found)[2].str()).size(), 100U);
    }
    EXPECT_GT(seen, 40);
}

}  // namespace
}  // namespace invitectl::testing
