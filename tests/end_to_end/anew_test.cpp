// Everything at once, or again: sync --full, and reconcile --since.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <sqlite3.h>

namespace invitectl::testing {
namespace {

// People come half an hour apart, and nobody between two quiet readings: each by itself.
class Anew : public ::testing::Test {
  protected:
    Anew() : site({.join_messages = false}) {
        site.guild.invite("abc", "ana");
        site.guild.invite("def", "ben");
        site.init();
        for (const char* name : {"carl", "dora", "eve", "finn"}) {
            site.pass(15min);
            site.must({"sync"});
            site.server.with_world([&](sim::World&) { site.guild.join(name, "abc"); });
            site.pass(5min);
            site.must({"sync"});
            site.pass(10min);
            site.must({"sync"});
        }
        site.pass(15min);
        site.must({"sync"});
    }

    // Somebody else's hand in the stored answers.
    void spoil_answers() const {
        sqlite3* connection = nullptr;
        ASSERT_EQ(sqlite3_open(site.database().c_str(), &connection), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(connection,
                               "UPDATE attribution SET code = 'def', reason = 'spoilt'",
                               nullptr,
                               nullptr,
                               nullptr),
                  SQLITE_OK);
        sqlite3_close(connection);
    }
    std::string codes() const {
        return site.must({"join", "list", "--columns", "code", "--no-headers", "--sort", "join"});
    }
    std::string joined_at(const std::string& name) const {
        return site.must({"join",
                          "list",
                          "--where",
                          "user=" + name,
                          "--columns",
                          "joined_at",
                          "--no-headers"})
                   .substr(0, std::string("2026-08-01T00:00:00Z").size() - 1) +
               "Z";
    }
    std::ptrdiff_t sweeps() const {
        const auto journal = site.server.journal();
        return std::ranges::count(journal, "members", &sim::JournalLine::route);
    }

    Site site;
};

TEST_F(Anew, whoever_joined_since_then_is_worked_out_anew_and_nobody_else) {
    const std::string right = site.contents();
    spoil_answers();
    EXPECT_EQ(codes(), "def\ndef\ndef\ndef\n");
    site.must({"reconcile"});
    EXPECT_EQ(codes(), "def\ndef\ndef\ndef\n") << "what is settled is left alone";
    const Finished tried = site.run({"reconcile", "--since", joined_at("eve"), "--dry-run"});
    EXPECT_EQ(tried.status, 0) << tried.err;
    EXPECT_EQ(codes(), "def\ndef\ndef\ndef\n");
    const Finished half = site.run({"reconcile", "--since", joined_at("eve")});
    EXPECT_EQ(half.status, 0) << half.err;
    EXPECT_NE(half.err.find("2 joins worked out, 2 answers changed"), std::string::npos)
        << half.err;
    EXPECT_EQ(codes(), "def\ndef\nabc\nabc\n");
    EXPECT_EQ(site.run({"reconcile", "--rebuild", "--verify"}).status, 1);
    site.must({"reconcile", "--since", "30d"});
    EXPECT_EQ(codes(), "abc\nabc\nabc\nabc\n");
    EXPECT_EQ(site.contents(), right);
    site.must({"reconcile", "--rebuild", "--verify"});
}

TEST_F(Anew, a_time_that_is_none_or_a_rebuild_beside_it_is_refused) {
    EXPECT_EQ(site.run({"reconcile", "--since", "soon"}).status, 2);
    EXPECT_EQ(site.run({"reconcile", "--since", "7d", "--rebuild"}).status, 2);
}

TEST_F(Anew, all_members_are_read_whatever_the_setting_says) {
    site.must({"settings", "set", "members_every", "12h"});
    site.server.with_world([&](sim::World&) { site.guild.join("gus", "def"); });
    site.pass(5min);
    const auto before = sweeps();
    site.must({"sync"});
    EXPECT_EQ(sweeps(), before) << "not due";
    EXPECT_EQ(codes(), "abc\nabc\nabc\nabc\n");
    site.must({"sync", "--full"});
    EXPECT_EQ(sweeps(), before + 1);
    for (int i = 0; i < 2; ++i) {
        site.pass(5min);
        site.must({"sync", "--full"});  // settled once a sweep began behind its guard
    }
    EXPECT_EQ(codes(), "abc\nabc\nabc\nabc\ndef\n");
    EXPECT_EQ(site.run({"sync", "--full", "--every", "1s", "--for", "2s"}).status, 2);
}

}  // namespace
}  // namespace invitectl::testing
