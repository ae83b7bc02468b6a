// Learning from random guilds: rates come out near the truth, and the guard grows until the books
// balance.
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/calibration_fit.hpp"

#include "tests/reconcile/random_guild.hpp"
#include <gtest/gtest.h>

namespace invitectl::reconcile {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr ReservedSources kReserved{1, 2, 3};

RandomGuild lived(const GuildHabits& habits, Duration length) {
    RandomGuild guild(5, habits);
    const Instant end = guild.now() + length;
    while (guild.now() < end) {
        guild.poll();
    }
    return guild;
}

std::size_t inconsistencies(const History& history, const Calibration& calibration) {
    History trial = history;
    trial.calibrations = {calibration};
    return reconcile(trial, {}, kReserved).inconsistencies.size();
}

TEST(FitRates, finds_the_share_of_bouncers_and_the_rate_without_invites) {
    GuildHabits habits;
    habits.joins_per_hour = 6;
    habits.no_invite = 0.1;
    const RandomGuild guild = lived(habits, hours{24 * 10});
    const Calibration fitted = fit_rates(guild.recorder.whole(), Calibration{});
    // About a quarter more joins than the rate says, because of the bursts.
    EXPECT_GT(fitted.no_invite_rate, 0.3);
    EXPECT_LT(fitted.no_invite_rate, 1.5);
    EXPECT_GT(fitted.bounce_share, 0.08);
    EXPECT_LT(fitted.bounce_share, 0.3);
    EXPECT_EQ(fitted.lag_bound, Calibration{}.lag_bound);
}

TEST(FitRates, tells_a_lazy_counter_from_a_quick_one) {
    GuildHabits habits;
    habits.joins_per_hour = 60;
    habits.period = seconds{60};
    habits.lag_mean = milliseconds{100};
    const Calibration quick = fit_rates(lived(habits, hours{48}).recorder.whole(), Calibration{});
    habits.lag_mean = milliseconds{3'000};
    const Calibration lazy = fit_rates(lived(habits, hours{48}).recorder.whole(), Calibration{});
    EXPECT_LE(quick.lag_scale, milliseconds{400});
    EXPECT_GE(lazy.lag_scale, milliseconds{1'000});
}

TEST(FitRates, learns_nothing_from_next_to_nothing) {
    GuildHabits habits;
    const RandomGuild guild = lived(habits, hours{2});
    EXPECT_EQ(fit_rates(guild.recorder.whole(), Calibration{}), Calibration{});
}

class Guard : public testing::Test {
  protected:
    Guard() {
        habits.joins_per_hour = 20;
        habits.period = seconds{60};
        habits.no_invite = 0;
        habits.missed_polls = 0;
        closed.closed = true;
    }

    GuildHabits habits;
    Calibration closed;
};

TEST_F(Guard, stays_where_the_books_balance) {
    const RandomGuild guild = lived(habits, hours{24});
    const GuardAdvice advice = widen_guard(guild.recorder.whole(), {closed});
    EXPECT_EQ(advice.calibrations, std::vector{closed});
    EXPECT_FALSE(advice.changed());
}

TEST_F(Guard, grows_until_they_do) {
    habits.lag_mean = seconds{6};
    habits.lag_bound = seconds{15};
    const RandomGuild guild = lived(habits, hours{24});
    ASSERT_GT(inconsistencies(guild.recorder.whole(), closed), 0U);
    const GuardAdvice advice = widen_guard(guild.recorder.whole(), {closed});
    ASSERT_TRUE(advice.widened);
    EXPECT_FALSE(advice.closed_dropped);
    EXPECT_TRUE(advice.calibrations[0].closed);
    EXPECT_GE(advice.calibrations[0].lag_bound, seconds{10});
    EXPECT_EQ(inconsistencies(guild.recorder.whole(), advice.calibrations[0]), 0U);
}

TEST_F(Guard, gives_the_declaration_up_when_no_guard_balances) {
    habits.no_invite = 0.05;
    const RandomGuild guild = lived(habits, hours{48});
    const GuardAdvice advice = widen_guard(guild.recorder.whole(), {closed});
    EXPECT_TRUE(advice.closed_dropped);
    EXPECT_FALSE(advice.no_ghosts_dropped);
    EXPECT_FALSE(advice.calibrations[0].closed);
    EXPECT_GE(advice.calibrations[0].lag_bound, closed.lag_bound);
    EXPECT_GT(advice.found, 0U);
    EXPECT_EQ(advice.left, 0U);
}

TEST_F(Guard, keeps_the_declaration_that_holds) {
    Calibration both = closed;
    both.no_ghosts = true;
    habits.bounce = 0.2;
    const RandomGuild guild = lived(habits, hours{48});
    const GuardAdvice advice = widen_guard(guild.recorder.whole(), {both});
    EXPECT_TRUE(advice.no_ghosts_dropped);
    EXPECT_FALSE(advice.closed_dropped);
    EXPECT_TRUE(advice.calibrations[0].closed);
}

TEST_F(Guard, leaves_declarations_alone_where_nothing_contradicts_them) {
    habits.no_invite = 0.05;
    const RandomGuild guild = lived(habits, hours{48});
    const History history = guild.recorder.whole();
    const Instant border = history.coverage.latest_invites->began + hours{1};
    Calibration later = closed;
    closed.valid.until = border;
    later.valid.from = border;
    const GuardAdvice advice = widen_guard(history, {closed, later});
    EXPECT_FALSE(advice.calibrations[0].closed);
    EXPECT_TRUE(advice.calibrations[1].closed);
}

TEST(InForce, joins_what_is_alike_and_cuts_what_is_over) {
    const Instant start = from_micros(1'000'000);
    Calibration early;
    early.valid = {Instant::min(), start + seconds{10}};
    early.closed = true;
    Calibration alike = early;
    alike.valid = {start + seconds{10}, start + seconds{20}};
    const auto steps = in_force_from({early, alike}, start);
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[0].valid, (TimeRange{start, start + seconds{20}}));
    EXPECT_TRUE(steps[0].closed);
    EXPECT_EQ(steps[1].valid, (TimeRange{start + seconds{20}, Instant::max()}));
    EXPECT_FALSE(steps[1].closed);
}

}  // namespace
}  // namespace invitectl::reconcile
