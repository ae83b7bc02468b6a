// join review at a real terminal: one key each, everything kept at once, quits safely.
#include "tests/end_to_end/site.hpp"
#include "tests/support/at_terminal.hpp"
#include <gtest/gtest.h>

#include <csignal>

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
