// Exact marginals along time.
//
// The state is how many newcomers every open group has taken; a group is open from its first
// newcomer to its last. Exact as long as few groups are open at once, which is what polling gives.
#pragma once

#include "reconcile/quotient.hpp"

#include <cstddef>
#include <optional>

namespace invitectl::reconcile {

inline constexpr std::size_t kMostStates = 4'096;         // at one time
inline constexpr std::size_t kMostTransitions = 400'000;  // in one component

// Absent: more than that would be needed.
std::optional<Marginals> dynamic_programme(const Quotient& quotient);

}  // namespace invitectl::reconcile
