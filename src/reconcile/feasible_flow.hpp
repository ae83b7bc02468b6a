// One explanation of a component, if there is any.
#pragma once

#include "reconcile/quotient.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace invitectl::reconcile {

// How many newcomers of each class take each way.
struct Flow {
    std::vector<std::vector<std::int64_t>> edge;  // per class and edge
    std::vector<std::int64_t> none;               // per class
    std::vector<std::int64_t> into;               // per group: newcomers taken
};

// The most newcomers a group may take, and the fewest it must.
struct Need {
    std::int64_t low = 0;
    std::int64_t high = 0;
};
Need need_of(const Group& group);

// Absent: no explanation fits.
std::optional<Flow> feasible_flow(const Quotient& quotient);

}  // namespace invitectl::reconcile
