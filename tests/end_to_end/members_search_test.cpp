// members-search from outside: nobody gets it unasked, whoever asks is cautioned, and it pays.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

std::ptrdiff_t searches(const Site& site) {
    const auto journal = site.server.journal();
    return std::ranges::count(journal, "member_search", &sim::JournalLine::route);
}

void sync_after(Site& site, Duration time) {
    site.pass(time);
    EXPECT_EQ(site.must({"sync"}), "");
}

// Two people by two invites between the same readings: the counters cannot tell who came by which.
void two_come_at_once(Site& site) {
    site.server.with_world([&](sim::World&) {
        site.guild.join("bob", "abc");
        site.guild.join("cem", "def");
    });
    sync_after(site, 5min);
    sync_after(site, 5min);
}

std::string verdicts(const Site& site) {
    return site.must(
        {"join", "recent", "--columns", "code,verdict", "--no-headers", "--sort", "code"});
}

TEST(MembersSearch, tells_apart_what_the_counters_cannot) {
    Site site;
    site.guild.invite("abc", "ana");
    site.guild.invite("def", "ben");
    site.init();
    sync_after(site, 5min);
    two_come_at_once(site);
    EXPECT_EQ(searches(site), 0);
    EXPECT_EQ(verdicts(site).find("stated"), std::string::npos);

    const Finished first = site.run({"settings", "set", "members_search", "on"});
    EXPECT_EQ(first.status, 0);
    EXPECT_NE(first.err.find("caution: members-search"), std::string::npos) << first.err;
    sync_after(site, 5min);
    EXPECT_EQ(searches(site), 1);
    EXPECT_EQ(verdicts(site), "abc\tstated\ndef\tstated\n");
    site.must({"reconcile", "--rebuild", "--verify"});

    site.must({"settings", "set", "members_search", "off"});
    sync_after(site, 5min);
    EXPECT_EQ(searches(site), 1);
    EXPECT_EQ(verdicts(site), "abc\tstated\ndef\tstated\n") << "what was said stays said";
    const Finished again = site.run({"settings", "set", "members_search", "on"});
    EXPECT_EQ(again.err.find("caution"), std::string::npos) << again.err;
}

TEST(MembersSearch, whatever_is_wrong_with_it_the_sync_succeeds) {
    Site site;
    site.guild.invite("abc", "ana");
    site.init();
    site.must({"settings", "set", "members_search", "on"});
    for (const auto kind : {sim::FaultKind::not_found,
                            sim::FaultKind::html_200,
                            sim::FaultKind::not_json,
                            sim::FaultKind::truncated,
                            sim::FaultKind::duplicate_key,
                            sim::FaultKind::forbidden}) {
        site.server.add_fault({.kind = kind, .route = "member_search", .field = "guild_id"});
        sync_after(site, 5min);
        site.server.clear_faults();
    }
    EXPECT_EQ(searches(site), 6);
    sync_after(site, 5min);
    EXPECT_EQ(searches(site), 6) << "what was forbidden is not asked again within the hour";
}

}  // namespace
}  // namespace invitectl::testing
