// Labels over answers: what they say, what they leave alone, and that they come off again.
#include "invitectl/reconcile/overlay.hpp"

#include "invitectl/reconcile/attribute.hpp"

#include <gtest/gtest.h>

namespace invitectl::reconcile {
namespace {

class Overlay : public ::testing::Test {
  protected:
    Overlay() {
        decisions.add(Assignment{abc, SourceId{4}, {}});
        answer.join = 1;
        answer.settled = true;
        answer.reason = "shared";
        answer.candidates = {{Candidate::Kind::invite, abc, ana, {}, 0.5},
                             {Candidate::Kind::invite, def, ben, {}, 0.5}};
        answer_levels(answer, t, decisions, reserved);
        solved = answer;
    }
    void say(const Label& label) { apply_label(answer, label, t, decisions); }

    const InviteCode abc = *InviteCode::parse("abc");
    const InviteCode def = *InviteCode::parse("def");
    const UserId ana{1};
    const UserId ben{2};
    const UserId eve{3};
    const Instant t = from_micros(1'000'000);
    const ReservedSources reserved{1, 2, 3};
    AssignmentTimeline decisions;
    Attribution answer;
    Attribution solved;
};

TEST_F(Overlay, a_source_leaves_the_other_levels_open) {
    say({.source = SourceId{9}, .code = {}, .inviter = {}, .way = {}, .made_by = {}});
    EXPECT_EQ(answer.source.verdict, Verdict::manual);
    EXPECT_EQ(answer.source_value, SourceId{9});
    EXPECT_EQ(answer.code, solved.code);
    EXPECT_EQ(answer.inviter, solved.inviter);
    EXPECT_EQ(answer.candidates, solved.candidates);
    EXPECT_EQ(answer.by, Candidate::Kind::invite);
}

TEST_F(Overlay, a_code_names_its_inviter_by_credit_first) {
    const Label label{.source = SourceId{4},
                      .code = def,
                      .inviter = {},
                      .way = Candidate::Kind::invite,
                      .made_by = ben};
    say(label);
    EXPECT_EQ(answer.code_value, def);
    EXPECT_EQ(answer.inviter_value, ben);
    decisions.add(Credit{def, eve, {}});
    say(label);
    EXPECT_EQ(answer.inviter_value, eve);
    EXPECT_EQ(answer.inviter.verdict, Verdict::manual);
}

TEST_F(Overlay, an_inviter_as_typed_goes_before_all) {
    decisions.add(Credit{def, eve, {}});
    say({.source = {}, .code = def, .inviter = ana, .way = {}, .made_by = ben});
    EXPECT_EQ(answer.inviter_value, ana);
}

TEST_F(Overlay, a_code_of_an_unknown_maker_leaves_the_inviter_unknown) {
    say({.source = {}, .code = def, .inviter = {}, .way = {}, .made_by = {}});
    EXPECT_EQ(answer.inviter.verdict, Verdict::unknown);
}

TEST_F(Overlay, a_way_without_a_code_answers_every_level) {
    say({.source = reserved.none,
         .code = {},
         .inviter = {},
         .way = Candidate::Kind::none,
         .made_by = {}});
    EXPECT_EQ(answer.by, Candidate::Kind::none);
    EXPECT_EQ(answer.code.verdict, Verdict::manual);
    EXPECT_FALSE(answer.code_value);
    EXPECT_EQ(answer.inviter.verdict, Verdict::manual);
    EXPECT_FALSE(answer.inviter_value);
}

TEST_F(Overlay, comes_off_without_a_trace) {
    say({.source = SourceId{9}, .code = def, .inviter = eve, .way = {}, .made_by = ben});
    answer_levels(answer, t, decisions, reserved);
    EXPECT_EQ(answer, solved);
}

TEST_F(Overlay, a_credit_is_taken_back_without_a_trace) {
    decisions.add(Credit{abc, ben, {}});
    answer_levels(answer, t, decisions, reserved);
    EXPECT_EQ(answer.inviter.p, 1);  // both candidates are ben's now
    EXPECT_EQ(answer.candidates.front().made_by, ana);
    decisions.add(Credit{abc, {}, {}});
    answer_levels(answer, t, decisions, reserved);
    EXPECT_EQ(answer, solved);
}

}  // namespace
}  // namespace invitectl::reconcile
