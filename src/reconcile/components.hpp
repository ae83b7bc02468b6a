// Which newcomers and nodes hang together.
//
// Nodes are intervals on a line, so a component is a run of newcomers that overlapping intervals
// bridge, and one sweep in order of time finds them all.
#pragma once

#include "invitectl/reconcile/problem.hpp"

#include <cstdint>
#include <vector>

namespace invitectl::reconcile {

// The newcomers first .. last-1: those an interval holds.
struct Reach {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

struct Parts {
    std::vector<Reach> reach;  // per node
    // Part i has the newcomers begin_newcomers[i] .. begin_newcomers[i+1]-1 and the nodes
    // nodes[begin_nodes[i]] .. nodes[begin_nodes[i+1]-1].
    std::vector<std::uint32_t> begin_newcomers;
    std::vector<std::uint32_t> begin_nodes;
    std::vector<std::uint32_t> nodes;  // ascending within a part

    std::size_t count() const { return begin_nodes.size() - 1; }
};

// First the parts with newcomers, by time, a newcomer that no interval holds being one of its own;
// then one part per node that holds nobody. Evidence that keeps a newcomer off a node does not part
// them.
Parts find_parts(const Problem& problem);

}  // namespace invitectl::reconcile
