// A history cut into pieces that have nothing to do with each other, so that each can be solved by
// itself: memory and caches hold one piece at a time.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/reconcile/demands.hpp"

#include <cstddef>
#include <vector>

namespace invitectl::reconcile {

// Demands and newcomers by their places: first .. last-1.
struct Stretch {
    std::size_t first_demand = 0;
    std::size_t last_demand = 0;
    std::size_t first_newcomer = 0;
    std::size_t last_newcomer = 0;
};

// Demands come by `from`, the times of the newcomers ascend. Stretches follow each other in both;
// no demand holds newcomers of two. A stretch ends at the first border after `enough` demands and
// newcomers, and is as long as it must be where everything hangs together.
std::vector<Stretch> cut_into_stretches(const std::vector<Demand>& demands,
                                        const std::vector<Instant>& newcomers,
                                        std::size_t enough);

}  // namespace invitectl::reconcile
