// Marginals of the commonest component: one class, at most one group.
#pragma once

#include "reconcile/quotient.hpp"

#include <optional>

namespace invitectl::reconcile {

// Absent: more than one class, or a class with more than one edge.
std::optional<Marginals> closed_form(const Quotient& quotient);

// Marginals with room for the quotient's classes, edges and groups, all 0.
Marginals empty_marginals(const Quotient& quotient);

}  // namespace invitectl::reconcile
