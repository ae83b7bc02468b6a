// Marker roles: who held one when first seen came by the source it stands for.
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/markers.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/edits.hpp"
#include "invitectl/workflow/reconcile_run.hpp"
#include "invitectl/workflow/source_edits.hpp"

#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

namespace invitectl::testing {
namespace {

class Stamped : public ::testing::Test {
  protected:
    // "ad" gives the marker role of the source Advert; "abc" gives none.
    void begin(bool closed = true) {
        role = story.tool.world().add_role(story.tool.guild(), "from-the-advert");
        sim::InviteSpec marked;
        marked.roles = {role};
        story.guild.invite("ad", "ben", marked);
        story.guild.invite("abc", "ana");
        story.begin(closed);
        workflow::create_source(story.tool.database(), story.tool.guild(), "Advert", author());
        mark();
        story.pass(5min);
    }
    workflow::Author author() { return {"ana", now()}; }
    workflow::Marked mark() {
        return workflow::mark_source(
            story.tool.database(), story.tool.guild(), role, "Advert", author());
    }
    Instant now() { return story.tool.world().now(); }
    SourceId advert() {
        return store::find_source(story.tool.database(), story.tool.guild(), "Advert")->id;
    }
    void expect_rebuilt() {
        for (const auto& difference :
             workflow::verify_rebuild(story.tool.database(), story.tool.guild(), 5)) {
            ADD_FAILURE() << difference.table << " " << difference.key << "\n stored  "
                          << difference.stored << "\n rebuilt " << difference.rebuilt;
        }
    }
    // In one window, so that the counters tell neither apart.
    void both_join() {
        story.guild.join("carl", "ad");
        story.tool.world().advance(1s);
        story.guild.join("dora", "abc");
        story.pass(5min);
        story.settle();
    }

    Story story;
    RoleId role;
};

TEST_F(Stamped, who_holds_the_role_came_by_its_source_and_leaves_the_rest_to_others) {
    begin();
    both_join();
    const Attribution carl = story.answer_for("carl");
    EXPECT_EQ(carl.code.verdict, Verdict::stamped);
    EXPECT_EQ(carl.source.verdict, Verdict::stamped);
    EXPECT_EQ(carl.source_value, advert());
    EXPECT_EQ(carl.reason, "stamped");
    EXPECT_EQ(story.code_of("carl"), "ad");
    EXPECT_EQ(carl.inviter_value, story.guild.user("ben"));
    const Attribution dora = story.answer_for("dora");
    EXPECT_EQ(dora.code.verdict, Verdict::proved);
    EXPECT_EQ(story.code_of("dora"), "abc");
    expect_rebuilt();
}

TEST_F(Stamped, two_invites_of_one_source_leave_the_code_open) {
    begin();
    sim::InviteSpec marked;
    marked.roles = {role};
    story.guild.invite("ad2", "ana", marked);
    story.pass(5min);
    story.guild.join("carl", "ad");
    story.guild.join("dora", "ad2");
    story.guild.join("emil", "abc");
    story.pass(5min);
    story.settle();
    for (const auto* name : {"carl", "dora"}) {
        const Attribution answer = story.answer_for(name);
        EXPECT_EQ(answer.code.verdict, Verdict::open) << name;
        EXPECT_EQ(answer.candidates.size(), 2U) << name;
        EXPECT_EQ(answer.source.verdict, Verdict::stamped) << name;
        EXPECT_EQ(answer.source_value, advert()) << name;
    }
    EXPECT_EQ(story.answer_for("emil").code.verdict, Verdict::proved);
    expect_rebuilt();
}

TEST_F(Stamped, a_role_given_by_hand_is_shown_as_a_conflict_and_proves_nothing) {
    begin();
    story.guild.join("carl", "abc");
    story.tool.world().give_role(
        story.tool.guild(), story.guild.user("carl"), role, story.guild.old_member("ana"));
    story.pass(5min);
    story.settle();
    const Attribution carl = story.answer_for("carl");
    EXPECT_EQ(carl.reason, "stamped_against");
    EXPECT_EQ(carl.source.verdict, Verdict::stamped);
    expect_rebuilt();
}

TEST_F(Stamped, more_holders_than_uses_are_a_conflict_and_no_contradiction_of_the_books) {
    begin();
    both_join();
    story.guild.join("emil", "ad");
    story.guild.join("fred", "abc");
    story.tool.world().give_role(
        story.tool.guild(), story.guild.user("fred"), role, story.guild.old_member("ana"));
    story.guild.join("gina", "abc");
    story.pass(5min);
    story.settle();
    EXPECT_EQ(story.answer_for("emil").reason, "stamped_against");
    EXPECT_EQ(story.answer_for("fred").reason, "stamped_against");
    EXPECT_NE(story.answer_for("gina").reason, "contradiction");
    EXPECT_TRUE(story.tool.warnings().empty()) << story.tool.warnings();
    expect_rebuilt();
}

TEST_F(Stamped, a_mark_works_backwards_and_can_be_taken_back) {
    role = story.tool.world().add_role(story.tool.guild(), "from-the-advert");
    sim::InviteSpec marked;
    marked.roles = {role};
    story.guild.invite("ad", "ben", marked);
    story.guild.invite("abc", "ana");
    story.begin();
    story.pass(5min);
    workflow::create_source(story.tool.database(), story.tool.guild(), "Advert", author());
    both_join();
    EXPECT_EQ(story.answer_for("carl").code.verdict, Verdict::open);
    EXPECT_EQ(mark().reopened, 2);
    story.pass(1min);
    EXPECT_EQ(story.answer_for("carl").code.verdict, Verdict::stamped);
    EXPECT_EQ(story.answer_for("carl").source_value, advert());
    EXPECT_EQ(story.answer_for("dora").code.verdict, Verdict::proved);
    expect_rebuilt();
    workflow::mark_source(story.tool.database(), story.tool.guild(), role, std::nullopt, author());
    story.pass(1min);
    EXPECT_EQ(story.answer_for("carl").code.verdict, Verdict::open);
    expect_rebuilt();
}

TEST_F(Stamped, an_assignment_of_the_code_goes_before_the_role) {
    begin();
    workflow::create_source(story.tool.database(), story.tool.guild(), "Poster", author());
    both_join();
    workflow::assign_codes(story.tool.database(),
                           story.tool.guild(),
                           {*InviteCode::parse("ad")},
                           "Poster",
                           {},
                           author());
    const auto poster = store::find_source(story.tool.database(), story.tool.guild(), "Poster")->id;
    EXPECT_EQ(story.answer_for("carl").source_value, poster);
    expect_rebuilt();
}

}  // namespace
}  // namespace invitectl::testing
