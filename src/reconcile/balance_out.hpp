// Makes marginals that nearly keep the numbers keep them.
#pragma once

#include "reconcile/quotient.hpp"

namespace invitectl::reconcile {

// Scaling is stopped before it has converged, and leaves some groups with a little more than they
// can take. Moves that along the nearest ways to groups with room, or to no invite. What every
// newcomer's ways sum up to stays; `attributed` follows.
void balance_out(const Quotient& quotient, Marginals& marginals);

}  // namespace invitectl::reconcile
