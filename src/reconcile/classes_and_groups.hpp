// Puts together what is alike in one component.
#pragma once

#include "reconcile/components.hpp"
#include "reconcile/quotient.hpp"

namespace invitectl::reconcile {

// Nodes that ask for nothing are left out.
Quotient quotient_of(const Problem& problem, const Parts& parts, std::size_t part);

}  // namespace invitectl::reconcile
