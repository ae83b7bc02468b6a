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

// `start` with lag_scale, no_invite_rate and bounce_share fitted to the latest settled joins.
// Bounds, declarations and range stay. Unchanged where there is too little to learn from.
Calibration fit_rates(const History& history, const Calibration& start);

struct GuardAdvice {
    Calibration calibration;          // with the bounds that balance
    std::size_t inconsistencies = 0;  // under the bounds given
    bool declarations_dropped =
        false;  // no guard up to a minute balances: closed or no_ghosts is wrong
};

// Doubles the lag bound (and half of it as the clock bound) until nothing is inconsistent, and then
// once more. Unchanged where the books balance already.
GuardAdvice widen_guard(const History& history, const Calibration& start);

}  // namespace invitectl::reconcile
