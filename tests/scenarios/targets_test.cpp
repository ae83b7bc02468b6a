// Invites that only listed people may accept.
#include "invitectl/store/targets.hpp"

#include "invitectl/workflow/reconcile_run.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

namespace invitectl::testing {
namespace {

class Targets : public ::testing::Test {
  protected:
    void begin(bool ask) {
        sim::InviteSpec spec;
        spec.targets = {story.guild.user("carl")};
        story.guild.invite("vip", "ben", spec);
        story.guild.invite("abc", "ana");
        story.begin();
        if (ask) {
            story.tool.set("invite_targets", "on");
        }
        story.pass(5min);
    }
    // In one window, so that the counters alone tell neither apart.
    void both_join() {
        story.guild.join("carl", "vip");
        story.guild.join("dora", "abc");
        story.pass(5min);
        story.settle();
    }
    bool rebuilt() {
        return workflow::verify_rebuild(story.tool.database(), story.tool.guild(), 5).empty();
    }

    Story story;
};

TEST_F(Targets, who_is_not_listed_did_not_come_by_it) {
    begin(true);
    both_join();
    EXPECT_EQ(story.answer_for("dora").code.verdict, Verdict::proved);
    EXPECT_EQ(story.code_of("dora"), "abc");
    // And so the other use is left for who is.
    EXPECT_EQ(story.answer_for("carl").code.verdict, Verdict::proved);
    EXPECT_EQ(story.code_of("carl"), "vip");
    EXPECT_TRUE(rebuilt());
}

TEST_F(Targets, each_invite_is_asked_about_once_and_again_when_it_was_used) {
    begin(false);
    const auto calls = [this] {
        const int before = story.tool.discord().calls();
        story.pass(5min);
        return story.tool.discord().calls() - before;
    };
    const int usual = calls();
    both_join();
    EXPECT_EQ(story.answer_for("dora").code.verdict, Verdict::open);

    story.tool.set("invite_targets", "on");
    EXPECT_EQ(calls(), usual + 2);
    EXPECT_EQ(calls(), usual);
    // What is known now of joins that were settled without it opens them again.
    EXPECT_EQ(story.answer_for("dora").code.verdict, Verdict::proved);
    EXPECT_TRUE(rebuilt());

    story.guild.leave("carl");
    story.guild.join("carl", "vip");
    EXPECT_EQ(calls(), usual + 1);
    EXPECT_EQ(calls(), usual);
}

}  // namespace
}  // namespace invitectl::testing
