// What the number of newcomers that a group takes says about itself.
//
// Uses are Poisson streams; a use is seen as a newcomer or is a ghost. Where the number of uses is
// exact, n newcomers leave d - n ghosts with weight mass^(d-n) / (d-n)!, and the code's own rate
// cancels. Where it is not, the rate counts, and a limited invite that vanished has a prior of its
// own for being used up.
#pragma once

#include "reconcile/quotient.hpp"

namespace invitectl::reconcile {

// Of n!, n not negative.
double log_factorial(std::int64_t n);

// Logarithm of the weight of exactly n newcomers; minus infinity where n is impossible.
double log_weight(const Group& group, std::int64_t n);

// Expected ghosts, given n newcomers (which must be possible).
double expected_ghosts(const Group& group, std::int64_t n);

// The most newcomers the group can take when `available` may want to.
std::int64_t capacity(const Group& group, std::int64_t available);

}  // namespace invitectl::reconcile
