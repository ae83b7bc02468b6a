// Joins whose time lies in an interval.
//
// The solver wants one time a newcomer, so such a join stands at the end of its interval, and every
// demand that ends within the interval reaches up to that end. Demands that reach further leave
// more possible and never less, so what holds in every explanation is true all the more.
#pragma once

#include "invitectl/reconcile/demands.hpp"

namespace invitectl::reconcile {

void reach_unseen(const std::vector<Arrival>& arrivals, std::vector<Demand>& demands);

}  // namespace invitectl::reconcile
