// Learning what a guild's counters behave like: the soft laws behind probabilities, and a guard
// wide enough for its books to balance.
//
// The program records what comes out as a calibration, and every later computation uses the
// recorded one.
#pragma once

#include "invitectl/domain/calibration.hpp"
#include "invitectl/reconcile/history.hpp"

namespace invitectl::reconcile {

// Joins that are looked at; more would not change the fit by much.
inline constexpr std::size_t kFitJoins = 50'000;
// Joins from which to learn anything.
inline constexpr std::size_t kFitFewest = 200;

// `start` with lag_scale, no_invite_rate and bounce_share fitted to the latest settled joins.
// Bounds, declarations and range stay. Unchanged where there are fewer than kFitFewest.
Calibration fit_rates(const History& history, const Calibration& start);

// What holds from `from` on, one after the other without gaps: `in_order` as made, a later one on
// its range, the defaults elsewhere.
std::vector<Calibration> in_force_from(const std::vector<Calibration>& in_order, Instant from);

struct GuardAdvice {
    std::vector<Calibration> calibrations;  // those given, with what balances
    std::size_t found = 0;                  // inconsistencies under those given
    std::size_t left = 0;                   // under those advised
    Instant from = Instant::max();          // where those found lie
    Instant until = Instant::min();
    bool widened = false;
    bool closed_dropped = false;
    bool no_ghosts_dropped = false;

    bool changed() const { return widened || closed_dropped || no_ghosts_dropped; }
};

// Doubles the lag bound (and half of it as the clock bound) until nothing is inconsistent, and then
// once more. Where no guard up to a minute balances a declaration is wrong: where the books
// contradict it the one goes without which they balance, or both where that does not tell them
// apart, and the bounds stay as wide as was tried. Unchanged where the books balance already.
GuardAdvice widen_guard(const History& history, const std::vector<Calibration>& in_force);

}  // namespace invitectl::reconcile
