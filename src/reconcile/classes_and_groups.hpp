// Puts together what is alike in one component.
#pragma once

#include "reconcile/components.hpp"
#include "reconcile/quotient.hpp"

namespace invitectl::reconcile {

// The group of one node, without naming it.
Group group_of(const Node& node);

// Nodes that ask for nothing are left out.
Quotient quotient_of(const Problem& problem,
                     const Parts& parts,
                     std::size_t part,
                     std::pmr::memory_resource& memory);

}  // namespace invitectl::reconcile
