// What the solver takes for granted about a guild, and since when: bounds and declarations.
//
// A calibration is a fact like any other: it is recorded once, and every later computation about
// its range uses it, so that working everything out again gives the same answer.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/time_range.hpp"

#include <string>

namespace invitectl {

struct Calibration {
    TimeRange valid;                               // joins in this range
    Duration lag_bound = std::chrono::seconds{5};  // a use shows in the counter within this
    Duration clock_bound =
        std::chrono::milliseconds{1500};  // our idea of Discord's time, either way
    bool closed = false;     // nobody comes in but by an invite, the vanity URL or as a bot
    bool no_ghosts = false;  // everybody who joined was seen

    // How things usually go: these shape probabilities and never prove anything.
    Duration lag_scale = std::chrono::milliseconds{300};  // mean time until a use shows
    double no_invite_rate = 0.02;                         // joins without an invite per hour
    double bounce_share = 0.15;                           // of joiners, who leave again soon
    Duration bounce_tau = std::chrono::minutes{3};        // after this long, on average

    friend bool operator==(const Calibration&, const Calibration&) = default;
};

}  // namespace invitectl
