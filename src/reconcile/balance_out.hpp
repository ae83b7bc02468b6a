// Makes marginals that nearly keep the numbers keep them.
#pragma once

#include "reconcile/quotient.hpp"

namespace invitectl::reconcile {

// Scaling is stopped before it has converged, and leaves some groups with a little more than they
// can take, and some that have no ghosts with less than they counted. Moves newcomers along the
// nearest ways: from the former to groups with room or to no invite, to the latter from groups that
// can spare them or from no invite. What every newcomer's ways sum up to stays; `attributed`
// follows.
void balance_out(const Quotient& quotient, Marginals& marginals);

}  // namespace invitectl::reconcile
