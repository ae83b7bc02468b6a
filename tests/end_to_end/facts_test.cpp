// facts export and import from outside, and several polls in one run.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <sys/stat.h>
#include <thread>

namespace invitectl::testing {
namespace {

// A site with some history, hostile names in it.
class FactsOutside : public ::testing::Test {
  protected:
    FactsOutside() {
        site.guild.invite("abc", "ana\x1b[31m");
        site.guild.invite("def", "=HYPERLINK(\"x\")");
        site.init();
        site.pass(5min);
        for (int i = 0; i < 4; ++i) {
            site.server.with_world([&](sim::World&) {
                const std::string name = "\xE2\x80\xAE<b>\"'\n" + std::to_string(i);
                site.guild.join(name, i % 2 == 0 ? "abc" : "def");
                if (i == 3) {
                    site.guild.kick("\xE2\x80\xAE<b>\"'\n0", "ana\x1b[31m");
                }
            });
            site.pass(5min);
            site.must({"sync"});
        }
        site.pass(5min);
        site.must({"sync"});
        site.must({"source", "create", "Reddit \"ad\""});
        site.must({"invite", "assign", "abc", "Reddit \"ad\""});
    }

    std::string copy() const { return site.file("copy.db"); }

    Finished import(const std::string& text, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words = {"facts", "import", "--db", copy()};
        words.insert(words.end(), more.begin(), more.end());
        words.emplace_back("-");
        Launch launch = site.launch(words);
        launch.input = text;
        return testing::run(launch);
    }

    std::string answers(const std::string& database) const {
        Launch launch = site.launch({"join", "recent", "--db", database, "--json"});
        const Finished finished = testing::run(launch);
        EXPECT_EQ(finished.status, 0) << finished.err;
        return finished.out;
    }

    Site site;
};

TEST_F(FactsOutside, travel_and_give_the_same_answers) {
    const std::string text = site.must({"facts", "export"});
    const Finished imported = import(text);
    ASSERT_EQ(imported.status, 0) << imported.err;
    EXPECT_NE(imported.err.find("invitectl reconcile"), std::string::npos) << imported.err;
    EXPECT_EQ(site.must({"facts", "export", "--db", copy()}), text);
    site.must({"reconcile", "--db", copy()});
    site.must({"reconcile", "--db", copy(), "--rebuild", "--verify"});
    EXPECT_EQ(answers(copy()), answers(site.database()));
    EXPECT_EQ(site.must({"facts", "export", "--db", copy()}), text);
    EXPECT_EQ(text.find("made-up-for-tests"), std::string::npos);  // the token
}

TEST_F(FactsOutside, are_written_into_a_new_private_file) {
    site.must({"facts", "export", "-o", site.file("facts.ndjson")});
    EXPECT_EQ(read_file(site.file("facts.ndjson")), site.must({"facts", "export"}));
    struct stat status {};
    ASSERT_EQ(stat(site.file("facts.ndjson").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    const Finished again = site.run({"facts", "export", "-o", site.file("facts.ndjson")});
    EXPECT_EQ(again.status, 2) << again.err;
    site.must({"facts", "import", "--db", copy(), site.file("facts.ndjson")});
    EXPECT_EQ(site.run({"facts", "import", "--db", copy(), site.file("gone")}).status, 1);
    EXPECT_EQ(site.run({"facts", "import", "--db", copy(), site.file("")}).status, 1);
}

TEST_F(FactsOutside, of_a_server_that_is_there_are_refused) {
    const std::string text = site.must({"facts", "export"});
    ASSERT_EQ(import(text).status, 0);
    const Finished again = import(text);
    EXPECT_EQ(again.status, 6);
    EXPECT_FALSE(complaint_in(again.err).next.empty());
    EXPECT_EQ(site.must({"facts", "export", "--db", copy()}), text);
}

TEST_F(FactsOutside, that_are_wrong_are_named_by_line_and_store_nothing) {
    std::string text = site.must({"facts", "export"});
    const auto reading = text.find("{\"fact\":\"reading\"");
    text.replace(reading, 8, "{\"fact\"\x1b");
    const Finished refused = import(text);
    EXPECT_EQ(refused.status, 1);
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(reading), '\n') + 1;
    EXPECT_NE(refused.err.find("line " + std::to_string(line) + ": "), std::string::npos)
        << refused.err;
    EXPECT_EQ(refused.err.find('\x1b'), std::string::npos);
    EXPECT_EQ(import(site.must({"facts", "export"})).status, 0);  // nothing stands in the way
}

TEST_F(FactsOutside, of_another_version_are_refused) {
    std::string text = site.must({"facts", "export"});
    text.replace(text.find("\"version\":1"), 11, "\"version\":9");
    EXPECT_EQ(import(text).status, 6);
    EXPECT_FALSE(std::filesystem::exists(copy()));
    EXPECT_EQ(import("").status, 1);
    EXPECT_FALSE(std::filesystem::exists(copy()));
}

TEST_F(FactsOutside, take_another_short_name) {
    const std::string text = site.must({"facts", "export"});
    ASSERT_EQ(import(text, {"--alias", "second"}).status, 0);
    EXPECT_NE(site.must({"guild", "list", "--db", copy()}).find("second"), std::string::npos);
}

TEST_F(FactsOutside, several_polls_are_one_run) {
    site.server.with_world([&](sim::World&) { site.guild.join("late", "abc"); });
    site.pass(10s);
    EXPECT_EQ(site.must({"sync", "--every", "1s", "--for", "2s"}), "");
    EXPECT_NE(site.must({"join", "recent", "--columns", "user", "--no-headers"}).find("late"),
              std::string::npos);
    EXPECT_EQ(site.run({"sync", "--every", "10s"}).status, 2);
    EXPECT_EQ(site.run({"sync", "--every", "0s", "--for", "1s"}).status, 2);
    EXPECT_EQ(site.run({"sync", "--every", "10s", "--for", "5s"}).status, 2);
    EXPECT_EQ(site.run({"sync", "--every", "soon", "--for", "5s"}).status, 2);
}

TEST_F(FactsOutside, a_signal_ends_the_polls_in_good_order) {
    Running running(site.launch({"sync", "--every", "1s", "--for", "60s"}));
    std::this_thread::sleep_for(1500ms);
    running.signal(SIGINT);
    EXPECT_EQ(running.wait(10s).status, 130);
    site.must({"sync"});
}

}  // namespace
}  // namespace invitectl::testing
