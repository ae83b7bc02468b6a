// Every explanation of a small problem, enumerated: the dumbest solver there is, and the judge of
// the other.
#pragma once

#include "invitectl/reconcile/problem.hpp"
#include "invitectl/reconcile/solver.hpp"

#include <cstdint>
#include <set>
#include <vector>

namespace invitectl::reconcile {

struct BruteForce {
    bool consistent = false;              // some explanation fits
    std::vector<std::set<int>> possible;  // labels, per newcomer
    std::vector<std::vector<double>> p;   // per newcomer: by label, and no invite last
    std::vector<double> attributed;       // per node
    std::vector<double> ghosts;           // per node
};

// Time grows with (ways + 1) ^ newcomers.
BruteForce enumerate(const Problem& problem, int labels);

}  // namespace invitectl::reconcile
