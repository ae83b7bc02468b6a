// What became of a join: the limits themselves, leaves known as an interval only, and the present.
#include "invitectl/domain/outcome.hpp"

#include <gtest/gtest.h>

#include <random>

namespace invitectl {
namespace {

using namespace std::chrono_literals;

constexpr Duration kMicrosecond{1};
const Instant kJoined = from_micros(1'785'585'600'000'000);
const Instant kLongAfter = kJoined + std::chrono::days{100};
const OutcomeRules kRules{600s, std::chrono::days{7}};

std::optional<Leave> left_at(Duration after) {
    return Leave{kJoined + after, kJoined + after};
}
std::optional<Leave> left_between(Duration earliest, Duration latest) {
    return Leave{kJoined + earliest, kJoined + latest};
}

Spell spell(const std::optional<Leave>& leave) {
    return {.user = {}, .joined_at = kJoined, .leave = leave};
}

Outcome outcome(const std::optional<Leave>& leave, Instant now = kLongAfter) {
    return outcome_of(spell(leave), now, kRules);
}

TEST(Outcome, the_fake_threshold_is_included) {
    EXPECT_EQ(outcome(left_at(599s)), Outcome::fake);
    EXPECT_EQ(outcome(left_at(600s)), Outcome::fake);
    EXPECT_EQ(outcome(left_at(600s + kMicrosecond)), Outcome::left);
    EXPECT_EQ(outcome(left_at(601s)), Outcome::left);
}

TEST(Outcome, day_n_itself_is_retained) {
    EXPECT_EQ(outcome(left_at(168h - kMicrosecond)), Outcome::left);
    EXPECT_EQ(outcome(left_at(168h)), Outcome::retained);
    EXPECT_EQ(outcome(left_at(1000h)), Outcome::retained);
}

TEST(Outcome, somebody_present_is_young_until_day_n) {
    EXPECT_EQ(outcome({}, kJoined), Outcome::young);
    EXPECT_EQ(outcome({}, kJoined + 168h - kMicrosecond), Outcome::young);
    EXPECT_EQ(outcome({}, kJoined + 168h), Outcome::retained);
}

TEST(Outcome, a_leave_interval_excludes_its_start_and_includes_its_end) {
    EXPECT_EQ(outcome(left_between(0s, 600s)), Outcome::fake);
    EXPECT_EQ(outcome(left_between(599s, 600s)), Outcome::fake);
    EXPECT_EQ(outcome(left_between(600s, 601s)), Outcome::left);
    EXPECT_EQ(outcome(left_between(600s, 168h - kMicrosecond)), Outcome::left);
    EXPECT_EQ(outcome(left_between(168h - kMicrosecond, 169h)), Outcome::retained);
}

TEST(Outcome, a_leave_interval_across_a_limit_is_unsure) {
    EXPECT_EQ(outcome(left_between(599s, 601s)), Outcome::unsure);
    EXPECT_EQ(outcome(left_between(599s, 600s + kMicrosecond)), Outcome::unsure);
    EXPECT_EQ(outcome(left_between(167h, 168h)), Outcome::unsure);
    EXPECT_EQ(outcome(left_between(0s, 200h)), Outcome::unsure);
}

TEST(Outcome, an_interval_that_begins_before_the_join_begins_with_it) {
    EXPECT_EQ(outcome(left_between(-1h, 600s)), Outcome::fake);
    EXPECT_EQ(outcome(left_between(-1h, 601s)), Outcome::unsure);
}

TEST(Outcome, a_leave_after_now_has_not_happened) {
    EXPECT_EQ(outcome(left_at(300s), kJoined + 299s), Outcome::young);
    EXPECT_EQ(outcome(left_at(300s), kJoined + 300s), Outcome::fake);
    EXPECT_EQ(outcome(left_between(300s, 400s), kJoined + 300s), Outcome::young);
    EXPECT_EQ(outcome(left_between(200h, 300h), kJoined + 190h), Outcome::retained);
}

TEST(Outcome, a_leave_interval_around_now_is_unsure_unless_retained) {
    EXPECT_EQ(outcome(left_between(300s, 400s), kJoined + 350s), Outcome::unsure);
    EXPECT_EQ(outcome(left_between(12h, 48h), kJoined + 24h), Outcome::unsure);
    EXPECT_EQ(outcome(left_between(170h, 300h), kJoined + 200h), Outcome::retained);
}

TEST(Outcome, a_threshold_of_zero_makes_only_leaves_at_the_very_instant_fake) {
    const OutcomeRules rules{0s, std::chrono::days{7}};
    EXPECT_EQ(outcome_of(spell(left_at(0s)), kLongAfter, rules), Outcome::fake);
    EXPECT_EQ(outcome_of(spell(left_at(kMicrosecond)), kLongAfter, rules), Outcome::left);
    EXPECT_EQ(outcome_of(spell(left_between(0s, 5s)), kLongAfter, rules), Outcome::left);
}

TEST(Outcome, of_a_join_that_is_known_roughly_depends_on_when_it_was) {
    Spell rough = spell(left_at(590s));
    rough.joined_after = kJoined - 60s;
    EXPECT_EQ(outcome_of(rough, kLongAfter, kRules), Outcome::unsure);
    rough.leave = left_at(541s - std::chrono::microseconds{1});
    EXPECT_EQ(outcome_of(rough, kLongAfter, kRules), Outcome::unsure);
    rough.leave = left_at(540s);
    EXPECT_EQ(outcome_of(rough, kLongAfter, kRules), Outcome::fake);
    // That they have left is certain all the same.
    EXPECT_EQ(outcome_of(rough, kJoined + 541s, kRules), Outcome::fake);
}

// What any instant of the interval gives on its own, the present included where the interval
// reaches it.
TEST(Outcome, an_interval_says_what_all_its_instants_say_or_unsure) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const OutcomeRules rules{Duration{5}, Duration{12}};
    std::uniform_int_distribution<std::int64_t> micros(0, 20);
    for (int round = 0; round < 20'000; ++round) {
        const std::int64_t earliest = micros(random);
        const std::int64_t latest = earliest + 1 + micros(random);
        const Instant now = kJoined + Duration{micros(random)};
        std::optional<Outcome> all;
        bool same = true;
        for (std::int64_t at = earliest + 1; at <= latest; ++at) {
            const Outcome one = outcome_of(spell(left_at(Duration{at})), now, rules);
            same = same && all.value_or(one) == one;
            all = one;
        }
        EXPECT_EQ(outcome_of(spell(left_between(Duration{earliest}, Duration{latest})), now, rules),
                  same ? *all : Outcome::unsure)
            << earliest << ".." << latest << " at " << (now - kJoined).count();
    }
}

TEST(Outcome, has_a_word_for_each) {
    EXPECT_EQ(to_text(Outcome::fake), "fake");
    EXPECT_EQ(to_text(Outcome::left), "left");
    EXPECT_EQ(to_text(Outcome::retained), "retained");
    EXPECT_EQ(to_text(Outcome::young), "young");
    EXPECT_EQ(to_text(Outcome::unsure), "unsure");
}

}  // namespace
}  // namespace invitectl
