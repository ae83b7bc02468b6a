// join review at a real terminal: one key each, everything kept at once, quits safely.
#include "invitectl/base/width.hpp"

#include "tests/end_to_end/site.hpp"
#include "tests/support/at_terminal.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <sstream>

namespace invitectl::testing {
namespace {

// eve and finn came within one reading, by abc and ghi.
class Review : public ::testing::Test {
  protected:
    Review() {
        site.guild.invite("abc", "ana");
        site.guild.invite("ghi", "ben");
        site.init();
        five_minutes([&] {
            site.guild.join("eve", "abc");
            site.guild.join("finn", "ghi");
        });
        five_minutes([] {});
    }

    template <class Event>
    void five_minutes(Event event) {
        site.pass(2min);
        site.server.with_world([&](sim::World&) { event(); });
        site.pass(3min);
        site.must({"sync"});
    }

    std::string joins() {
        return site.must({"join",
                          "recent",
                          "--sort",
                          "join",
                          "--columns",
                          "user,by,code,verdict",
                          "--no-headers"});
    }

    Site site;
};

TEST_F(Review, labels_skips_takes_back_and_quits) {
    AtTerminal desk(site.launch({"join", "review"}));
    ASSERT_TRUE(desk.sees("1 of 2")) << desk.bytes();
    ASSERT_TRUE(desk.sees("eve")) << desk.bytes();
    ASSERT_TRUE(desk.sees("50 %")) << desk.bytes();
    ASSERT_TRUE(desk.sees("quit\r\n? ")) << desk.bytes();
    desk.press("x");
    ASSERT_TRUE(desk.sees("no such key")) << desk.bytes();
    ASSERT_TRUE(desk.sees("1 of 2"));
    ASSERT_TRUE(desk.sees("? "));
    desk.press("n");
    ASSERT_TRUE(desk.sees("2 of 2")) << desk.bytes();
    ASSERT_TRUE(desk.sees("? "));
    desk.press("u");
    ASSERT_TRUE(desk.sees("1 of 2")) << desk.bytes();
    ASSERT_TRUE(desk.sees("? "));
    desk.press("1");
    ASSERT_TRUE(desk.sees("2 of 2")) << desk.bytes();
    ASSERT_TRUE(desk.sees("? "));
    desk.press("q");
    EXPECT_EQ(desk.wait(), 0);
    EXPECT_EQ(joins(), "eve\tinvite\tabc\tmanual\nfinn\tinvite\t\topen\n");
    // What was labelled is not asked for again.
    AtTerminal again(site.launch({"join", "review"}));
    ASSERT_TRUE(again.sees("1 of 1")) << again.bytes();
    ASSERT_TRUE(again.sees("? "));
    again.press("s");
    EXPECT_EQ(again.wait(), 0);
}

TEST_F(Review, interrupted_it_keeps_what_was_said) {
    AtTerminal desk(site.launch({"join", "review"}));
    ASSERT_TRUE(desk.sees("? ")) << desk.bytes();
    desk.press("n");
    ASSERT_TRUE(desk.sees("2 of 2")) << desk.bytes();
    ASSERT_TRUE(desk.sees("? "));
    desk.signal(SIGKILL);
    EXPECT_EQ(desk.wait(), 128 + SIGKILL);
    EXPECT_EQ(joins(), "eve\tnone\t(no invite)\tmanual\nfinn\tinvite\t\topen\n");
}

// Taking back goes to the join whose label it was, past those that were skipped since.
TEST_F(Review, undo_returns_to_the_join_it_opens) {
    five_minutes([&] {
        site.guild.join("gus", "abc");
        site.guild.join("hal", "ghi");
    });
    five_minutes([] {});
    AtTerminal desk(site.launch({"join", "review"}));
    const auto press = [&](const char* key, const char* then) {
        ASSERT_TRUE(desk.sees("\r\n? ")) << desk.bytes();
        desk.press(key);
        ASSERT_TRUE(desk.sees(then)) << desk.bytes();
    };
    press("2", "Join 1 is labelled: ghi.");
    press("s", "3 of 4");
    press("s", "4 of 4");
    press("u", "1 of 4");
    press("\x1b[B", "no such key");  // an arrow is one key
    press("u", "nothing was labelled yet");
    press("q", "Labelled 0 joins");
    EXPECT_EQ(desk.wait(), 0);
    EXPECT_EQ(desk.bytes().find("no such key"), desk.bytes().rfind("no such key"));
}

// Names that are long, wide, or try to move the cursor: every line stays within the terminal, and
// what tells people and codes apart is there.
TEST_F(Review, keeps_its_lines_whatever_people_are_called) {
    std::string wide;
    for (int i = 0; i < 32; ++i) {
        wide += "\u6f22";
    }
    for (const std::string& name : {wide,
                                    std::string("\x1b[2J\x1b]0;title\x07\u202egnp.exe"),
                                    std::string(" leading and trailing  "),
                                    std::string("\u05e9\u05dc\u05d5\u05dd"),
                                    std::string("Z\u0300\u0301\u0302\u0303algo")}) {
        site.server.with_world([&](sim::World& world) {
            for (const auto* who : {"ana", "ben", "eve", "finn"}) {
                world.rename(site.guild.user(who), name);
            }
        });
        site.pass(5min);
        site.must({"sync", "--full"});
        for (const int width : {40, 80}) {
            AtTerminal desk(site.launch({"join", "review"}), width);
            ASSERT_TRUE(desk.sees("q  quit\r\n? ")) << desk.bytes();
            desk.press("q");
            EXPECT_EQ(desk.wait(), 0);
            std::istringstream lines(desk.bytes());
            for (std::string line; std::getline(lines, line);) {
                line.erase(std::remove(line.begin(), line.end(), '\r'), line.end());
                EXPECT_EQ(line.find('\x1b'), std::string::npos) << line;
                EXPECT_EQ(line.find("\u202e"), std::string::npos) << line;
                if (line.find("s  skip") == std::string::npos &&
                    line.find("Labelled") == std::string::npos) {
                    EXPECT_LT(display_width(line), width) << line;
                }
            }
            const std::string id = "id " + site.guild.user("eve").text();
            for (const std::string& told : {id, std::string("abc"), std::string("ghi")}) {
                EXPECT_NE(desk.bytes().find(told), std::string::npos) << desk.bytes();
            }
        }
    }
}

TEST_F(Review, without_a_terminal_it_says_what_waits) {
    const Finished piped = site.run({"join", "review"});
    EXPECT_EQ(piped.status, 0);
    EXPECT_NE(piped.err.find("2 joins open"), std::string::npos) << piped.err;
    // Neither code has a source, and that is certain; once one has, nobody knows whose they are.
    const std::vector<std::string> by_source = {"join", "review", "--level", "source"};
    EXPECT_EQ(site.run(by_source).err, "No join is open.\n");
    site.must({"source", "create", "Partner"});
    site.must({"invite", "assign", "ghi", "Partner"});
    EXPECT_NE(site.run(by_source).err.find("2 joins open"), std::string::npos);
}

}  // namespace
}  // namespace invitectl::testing
