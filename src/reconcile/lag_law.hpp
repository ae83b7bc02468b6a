// The soft law of the lag: how probable it is that a use shows up in one reading and not in the
// next.
//
// It shapes probabilities only. What is possible follows from the hard bounds, and mixing the two
// spoils both: a wide guard must not mean a lazy counter.
#pragma once

#include "invitectl/reconcile/problem.hpp"

namespace invitectl::reconcile {

// Probability, never 0, that a use at `t` became visible between the readings that opened and
// closed the node. The lag is exponential with mean lag_scale, cut off at lag_bound; the readings
// lie evenly within `blur` of their middle.
double shown_within(const Node& node, Instant t);

// The stretch [from, until] in which shown_within is 1.
struct Plateau {
    Instant from;
    Instant until;
};
Plateau plateau(const Node& node);

}  // namespace invitectl::reconcile
