// The answers for joins: settled or not, closed or not, bots, the first day, and the three levels.
#include "invitectl/reconcile/attribute.hpp"

#include "tests/reconcile/recorder.hpp"
#include <gtest/gtest.h>

namespace invitectl::reconcile {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr ReservedSources kReserved{1, 2, 3};
constexpr SourceId kReddit = 10;
constexpr Instant kStart = from_micros(1'800'000'000'000'000);

Instant at(Duration since_start) {
    return kStart + since_start;
}

// Two codes of two inviters, read at the start and after five minutes; everything else is read at
// ten minutes, so that what happened before is settled.
class Guild : public testing::Test {
  protected:
    InviteTerms terms(std::string_view text, std::int64_t inviter) {
        return {.code = code(text),
                .channel = {},
                .inviter = UserId{inviter},
                .created_at = at(-hours{24}),
                .expires_at = {},
                .roles = {}};
    }

    void SetUp() override { read(seconds{0}, 10, 20); }

    void declare(bool closed, bool no_ghosts = false) {
        Calibration calibration;
        calibration.closed = closed;
        calibration.no_ghosts = no_ghosts;
        recorder.facts.calibrations = {calibration};
    }
    void read(Duration t, std::int64_t ana, std::int64_t bob) {
        recorder.read_invites({at(t), at(t) + seconds{1}},
                              {{terms("ana", 1), ana}, {terms("bob", 2), bob}});
    }
    JoinId join(Duration t, bool bot = false) {
        return recorder.arrive(UserId{++users_}, at(t), bot);
    }
    void read_all(Duration t, std::int64_t ana, std::int64_t bob) {
        read(t, ana, bob);
        recorder.swept(at(t));
        recorder.audited(at(t));
    }
    Result result() { return reconcile(recorder.facts, timeline, kReserved); }
    Attribution answer(JoinId join) {
        return result().attributions.at(static_cast<std::size_t>(join) - 1);
    }

    Recorder recorder;
    AssignmentTimeline timeline;

  private:
    std::int64_t users_ = 100;
};

void expect_level(const LevelAnswer& level, Verdict verdict, double p) {
    EXPECT_EQ(level.verdict, verdict);
    EXPECT_NEAR(level.p, p, 1e-9);
}

TEST_F(Guild, one_join_and_one_use_in_a_closed_guild_are_proved) {
    declare(true);
    const JoinId carl = join(minutes{2});
    read(minutes{5}, 11, 20);
    read_all(minutes{10}, 11, 20);
    timeline.add({code("ana"), kReddit, {}});
    const Attribution found = answer(carl);
    EXPECT_TRUE(found.settled);
    expect_level(found.code, Verdict::proved, 1);
    expect_level(found.inviter, Verdict::proved, 1);
    expect_level(found.source, Verdict::proved, 1);
    EXPECT_EQ(found.code_value, code("ana"));
    EXPECT_EQ(found.inviter_value, UserId{1});
    EXPECT_EQ(found.source_value, kReddit);
    EXPECT_EQ(found.by, Candidate::Kind::invite);
    EXPECT_EQ(found.reason, to_text(Reason::only_way));
}

TEST_F(Guild, the_same_in_an_open_guild_is_likely_at_most) {
    const JoinId carl = join(minutes{2});
    read(minutes{5}, 11, 20);
    read_all(minutes{10}, 11, 20);
    const Attribution found = answer(carl);
    EXPECT_EQ(found.code.verdict, Verdict::likely);
    EXPECT_LT(found.code.p, 1);
    EXPECT_EQ(found.code_value, code("ana"));
    ASSERT_EQ(found.candidates.size(), 2U);
    EXPECT_EQ(found.candidates[1].kind, Candidate::Kind::none);
    EXPECT_EQ(found.candidates[1].source, kReserved.none);
}

TEST_F(Guild, two_codes_leave_the_code_open_and_a_shared_source_certain) {
    declare(true);
    const JoinId carl = join(minutes{2});
    const JoinId dora = join(minutes{3});
    read(minutes{5}, 11, 21);
    read_all(minutes{10}, 11, 21);
    timeline.add({code("ana"), kReddit, {}});
    timeline.add({code("bob"), kReddit, {}});
    for (const JoinId join : {carl, dora}) {
        const Attribution found = answer(join);
        expect_level(found.code, Verdict::open, 0.5);
        expect_level(found.inviter, Verdict::open, 0.5);
        expect_level(found.source, Verdict::proved, 1);
        EXPECT_FALSE(found.code_value);
        EXPECT_EQ(found.source_value, kReddit);
        EXPECT_EQ(found.by, Candidate::Kind::invite);
        EXPECT_EQ(found.reason, to_text(Reason::several_ways));
    }
}

TEST_F(Guild, a_new_assignment_answers_again_without_solving) {
    declare(true);
    const JoinId carl = join(minutes{2});
    join(minutes{3});
    read(minutes{5}, 11, 21);
    read_all(minutes{10}, 11, 21);
    Attribution stored = answer(carl);
    EXPECT_EQ(stored.source.verdict, Verdict::proved);  // certainly assigned to no source
    EXPECT_FALSE(stored.source_value);
    timeline.add({code("ana"), kReddit, {}});
    answer_levels(stored, at(minutes{2}), timeline, kReserved);
    EXPECT_EQ(stored, answer(carl));
    EXPECT_EQ(stored.source.verdict, Verdict::open);
}

TEST_F(Guild, what_is_not_settled_is_open_with_its_candidates) {
    declare(true);
    const JoinId carl = join(minutes{2});
    read(minutes{5}, 11, 20);
    recorder.swept(at(minutes{5}));
    recorder.audited(at(minutes{5}));
    const Attribution found = answer(carl);
    EXPECT_FALSE(found.settled);
    EXPECT_EQ(found.code.verdict, Verdict::open);
    EXPECT_FALSE(found.code_value);
    EXPECT_FALSE(found.candidates.empty());
    EXPECT_EQ(found.reason, to_text(Reason::waiting));
}

TEST_F(Guild, settling_waits_for_each_kind_of_reading) {
    const JoinId carl = join(minutes{2});
    read(minutes{5}, 11, 20);
    read_all(minutes{10}, 11, 20);
    ASSERT_TRUE(answer(carl).settled);
    recorder.swept(at(minutes{5}));
    EXPECT_FALSE(answer(carl).settled);
    recorder.swept(at(minutes{10}));
    recorder.audited(at(minutes{5}));
    EXPECT_FALSE(answer(carl).settled);
    recorder.facts.coverage.awaits_audit = false;
    EXPECT_TRUE(answer(carl).settled);
    recorder.facts.coverage.awaits_vanity = true;
    EXPECT_FALSE(answer(carl).settled);
}

TEST_F(Guild, settling_keeps_the_guard_after_the_right_end) {
    join(minutes{2});
    read(minutes{5}, 11, 20);
    // The window ends with its reading plus the clock bound; the guard is 5 s of lag and 3 s of
    // clock.
    read_all(minutes{5} + std::chrono::milliseconds{1'000 + 1'500 + 8'000}, 11, 20);
    EXPECT_FALSE(result().demands.at(0).settled);
    read_all(minutes{5} + std::chrono::milliseconds{1'000 + 1'500 + 8'001}, 11, 20);
    EXPECT_TRUE(result().demands.at(0).settled);
}

TEST_F(Guild, a_join_no_counter_saw_came_without_an_invite) {
    const JoinId carl = join(minutes{2});
    read_all(minutes{10}, 10, 20);
    const Attribution found = answer(carl);
    expect_level(found.code, Verdict::proved, 1);
    EXPECT_EQ(found.by, Candidate::Kind::none);
    EXPECT_EQ(found.source_value, kReserved.none);
    EXPECT_EQ(found.reason, to_text(Reason::no_movement));
}

TEST_F(Guild, in_a_closed_guild_it_is_unknown_and_a_contradiction) {
    declare(true);
    const JoinId carl = join(minutes{2});
    read_all(minutes{10}, 10, 20);
    const Attribution found = answer(carl);
    expect_level(found.code, Verdict::unknown, 0);
    EXPECT_TRUE(found.candidates.empty());
    EXPECT_EQ(found.reason, to_text(Reason::unexplained));
    EXPECT_EQ(result().inconsistencies.size(), 1U);
}

TEST_F(Guild, contradicting_books_prove_nothing) {
    declare(true);
    const JoinId carl = join(minutes{2});
    join(minutes{3});
    read(minutes{5}, 11, 20);  // two joins, one use
    read_all(minutes{10}, 11, 20);
    const Attribution found = answer(carl);
    EXPECT_FALSE(is_certain(found.code.verdict));
    EXPECT_EQ(found.reason, to_text(Reason::contradiction));
    ASSERT_EQ(result().inconsistencies.size(), 1U);
    EXPECT_EQ(result().inconsistencies[0].joins, 2);
}

TEST_F(Guild, an_unreadable_log_leaves_nothing_certain) {
    declare(true);
    recorder.facts.coverage.awaits_audit = false;
    const JoinId carl = join(minutes{2});
    read(minutes{5}, 11, 20);
    read_all(minutes{10}, 11, 20);
    const Attribution found = answer(carl);
    EXPECT_EQ(found.code.verdict, Verdict::likely);
    EXPECT_EQ(found.reason, to_text(Reason::incomplete_books));
}

TEST_F(Guild, around_the_first_reading_nothing_is_certain) {
    declare(true);
    const JoinId carl = join(seconds{2});  // before the first reading's end plus the clock bound
    read(minutes{5}, 11, 20);
    read_all(minutes{10}, 11, 20);
    EXPECT_FALSE(is_certain(answer(carl).code.verdict));
}

TEST_F(Guild, a_use_from_before_the_first_reading_may_show_after_it) {
    // Nobody is missing, and yet the use can be one of a member from before tracking began.
    declare(true, true);
    read(minutes{5}, 11, 20);
    read_all(minutes{10}, 11, 20);
    EXPECT_TRUE(result().inconsistencies.empty());
    EXPECT_NEAR(result().demands.at(0).ghosts, 1, 1e-9);
}

TEST_F(Guild, a_use_without_a_join_is_a_ghost) {
    read(minutes{5}, 10, 20);
    read(minutes{6}, 12, 20);
    read_all(minutes{15}, 12, 20);
    const auto outcome = result().demands.at(0);
    EXPECT_EQ(outcome.ghosts, 2);
    EXPECT_EQ(outcome.attributed, 0);
    EXPECT_TRUE(outcome.settled);
}

TEST_F(Guild, a_bot_is_one_whoever_added_it) {
    const JoinId known = join(minutes{2}, true);
    const JoinId unknown = join(minutes{3}, true);
    recorder.facts.bots_added.push_back({UserId{101}, at(minutes{2}), UserId{9}});
    read(minutes{5}, 11, 20);
    read_all(minutes{10}, 11, 20);
    const Attribution added = answer(known);
    expect_level(added.code, Verdict::proved, 1);
    expect_level(added.inviter, Verdict::proved, 1);
    EXPECT_EQ(added.by, Candidate::Kind::bot);
    EXPECT_EQ(added.inviter_value, UserId{9});
    EXPECT_EQ(added.source_value, kReserved.bot);
    const Attribution other = answer(unknown);
    expect_level(other.code, Verdict::proved, 1);
    expect_level(other.inviter, Verdict::unknown, 0);
    EXPECT_EQ(other.reason, to_text(Reason::bot));
    EXPECT_NEAR(result().demands.at(0).ghosts, 1, 1e-9);  // bots use no invite
}

TEST_F(Guild, what_discord_states_is_stated_and_takes_its_use_away) {
    declare(true);
    const JoinId carl = join(minutes{2});
    const JoinId dora = join(minutes{3});
    recorder.facts.statements.push_back({carl, code("ana")});
    read(minutes{5}, 11, 21);
    read_all(minutes{10}, 11, 21);
    EXPECT_EQ(answer(carl).code.verdict, Verdict::stated);
    EXPECT_EQ(answer(carl).inviter_value, UserId{1});
    expect_level(answer(dora).code, Verdict::proved, 1);
    EXPECT_EQ(answer(dora).code_value, code("bob"));
}

TEST_F(Guild, a_statement_without_a_movement_is_kept_and_said_to_contradict) {
    declare(true);
    const JoinId carl = join(minutes{2});
    recorder.facts.statements.push_back({carl, code("ana")});
    read(minutes{5}, 10, 21);  // bob's counter moved, ana's did not
    EXPECT_EQ(answer(carl).reason, to_text(Reason::stated)) << "a movement may still come";
    read_all(minutes{10}, 10, 21);
    EXPECT_EQ(answer(carl).code.verdict, Verdict::stated);
    EXPECT_EQ(answer(carl).code_value, code("ana"));
    EXPECT_EQ(answer(carl).reason, to_text(Reason::stated_against));
    EXPECT_NEAR(result().demands.at(0).ghosts, 1, 1e-9);
}

TEST_F(Guild, a_statement_names_the_inviter_whom_no_counter_names) {
    const JoinId carl = join(minutes{2});
    recorder.facts.statements.push_back(
        {.join = carl, .code = code("gone"), .inviter = UserId{77}});
    read(minutes{5}, 10, 20);
    EXPECT_EQ(answer(carl).code_value, code("gone"));
    EXPECT_EQ(answer(carl).inviter_value, UserId{77});
}

TEST_F(Guild, the_vanity_url_is_stated_whatever_it_was_called) {
    const auto read_vanity = [this](Duration t, std::int64_t uses) {
        recorder.read(Stream::vanity, {at(t), at(t) + seconds{1}}, {{terms("van", 0), uses}});
    };
    recorder.facts.coverage.awaits_vanity = true;
    read_vanity(seconds{1}, 5);
    const JoinId carl = join(minutes{2});
    const JoinId dora = join(minutes{3});
    recorder.facts.statements.push_back({.join = carl, .vanity = true});
    read(minutes{5}, 11, 20);
    read_vanity(minutes{5}, 6);
    read_all(minutes{10}, 11, 20);
    read_vanity(minutes{10}, 6);
    EXPECT_EQ(answer(carl).by, Candidate::Kind::vanity);
    EXPECT_EQ(answer(carl).code.verdict, Verdict::stated);
    EXPECT_EQ(answer(carl).reason, to_text(Reason::stated));
    EXPECT_EQ(answer(dora).candidates.front().code, code("ana"));
}

TEST_F(Guild, a_stated_join_may_have_been_counted_by_the_first_reading) {
    declare(true);
    const JoinId carl = join(seconds{1});
    const JoinId dora = join(minutes{2});
    recorder.facts.statements.push_back({carl, code("ana")});
    recorder.facts.statements.push_back({dora, code("ana")});
    read(minutes{5}, 11, 20);  // one new use: carl's was there from the beginning
    read_all(minutes{10}, 11, 20);
    EXPECT_TRUE(result().inconsistencies.empty());
    EXPECT_EQ(answer(carl).code.verdict, Verdict::stated);
}

TEST_F(Guild, the_vanity_url_is_credited_to_the_server) {
    declare(true);
    const auto read_vanity = [this](Duration t, std::int64_t uses) {
        recorder.read(Stream::vanity, {at(t), at(t) + seconds{1}}, {{terms("van", 0), uses}});
    };
    recorder.facts.coverage.awaits_vanity = true;
    read_vanity(seconds{1}, 5);
    const JoinId carl = join(minutes{2});
    read_vanity(minutes{5}, 6);
    recorder.facts.lives.back().terms.inviter.reset();
    read_all(minutes{10}, 10, 20);
    read_vanity(minutes{10}, 6);
    const Attribution found = answer(carl);
    expect_level(found.code, Verdict::proved, 1);
    EXPECT_EQ(found.by, Candidate::Kind::vanity);
    EXPECT_EQ(found.source_value, kReserved.vanity);
    EXPECT_FALSE(found.inviter_value);
}

TEST_F(Guild, marks_rise_when_everything_is_settled) {
    join(minutes{2});
    read(minutes{5}, 11, 20);
    EXPECT_EQ(result().marks, (Marks{1, 1, 1}));
    read_all(minutes{10}, 11, 20);
    EXPECT_EQ(result().marks, (Marks{2, 1, 2}));
}

TEST(Reasons, words_go_both_ways_and_every_one_has_a_sentence) {
    for (int i = 0; i <= static_cast<int>(Reason::waiting); ++i) {
        const auto reason = static_cast<Reason>(i);
        EXPECT_EQ(parse_reason(to_text(reason)), reason);
        EXPECT_GT(sentence(reason).size(), 20U);
    }
    EXPECT_FALSE(parse_reason("magic"));
}

}  // namespace
}  // namespace invitectl::reconcile
