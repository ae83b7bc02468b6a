// Marginals of large components, by scaling.
//
// Every group gets an attraction, such that what it draws from the classes and from the ghosts adds
// up to its number; a newcomer then chooses in proportion. Treats ghosts and joins without an
// invite by mass action, which is as good as exact once many newcomers are in play, and coarse for
// a handful.
#pragma once

#include "reconcile/quotient.hpp"

namespace invitectl::reconcile {

inline constexpr int kScalingRounds = 200;

Marginals matrix_scaling(const Quotient& quotient);

}  // namespace invitectl::reconcile
