// Discord asks for patience in the middle of a sync, told as a story.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

namespace invitectl::testing {
namespace {

// The reading of the invites is held up for longer than --max-wait: the run ends with 5 and says
// when to come back, the next ones ask for nothing until then, and no use is lost.
TEST(LimitScenario, invite_read_rate_limited_mid_sync) {
    Site site;
    site.guild.invite("abc", "ana");
    site.init();
    site.pass(5min);
    site.must({"sync"});
    site.server.with_world([&](sim::World&) {
        site.guild.join("bob", "abc");
        site.guild.join("cem", "abc");
    });
    site.server.add_fault({.kind = sim::FaultKind::limited_user,
                           .route = "invites",
                           .times = -1,
                           .delay = std::chrono::minutes{10}});
    site.pass(5min);
    const Finished limited = site.run({"sync", "--max-wait", "1s"});
    EXPECT_EQ(limited.status, 5) << limited.err;
    const Complaint complaint = complaint_in(limited.err);
    EXPECT_NE(complaint.error.find("wait until"), std::string::npos) << limited.err;
    EXPECT_NE(complaint.next.find("run again"), std::string::npos) << limited.err;

    site.server.clear_faults();
    site.server.clear_journal();
    EXPECT_EQ(site.run({"sync", "--max-wait", "1s"}).status, 5) << "the limit outlasts the run";
    for (const sim::JournalLine& line : site.server.journal()) {
        EXPECT_NE(line.route, "invites");
    }
    site.forget_refusals();  // ten minutes later
    site.pass(5min);
    site.must({"sync"});
    EXPECT_NE(site.must({"invite", "list", "--format", "tsv"}).find("abc"), std::string::npos);
    site.pass(5min);
    site.must({"sync"});
    site.must({"reconcile", "--rebuild", "--verify"});
    EXPECT_NE(site.must({"join", "recent", "--format", "tsv"}).find("abc"), std::string::npos);
}

}  // namespace
}  // namespace invitectl::testing
