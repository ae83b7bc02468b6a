// Every way that at least one explanation takes.
//
// In the residual graph of any one explanation, newcomers can trade places along cycles and only
// there. So a way is possible if the explanation at hand takes it, or if both its ends lie in one
// strongly connected component. The same argument filters domains in global cardinality constraints
// (Régin 1996).
#pragma once

#include "reconcile/feasible_flow.hpp"
#include "reconcile/quotient.hpp"

namespace invitectl::reconcile {

// Takes away every edge, and every possibility of no invite, that no explanation takes. False, and
// nothing taken away, where no explanation fits.
bool keep_possible(Quotient& quotient);

}  // namespace invitectl::reconcile
