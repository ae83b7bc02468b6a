// The solver held against the enumeration of every explanation.
#pragma once

#include "invitectl/reconcile/problem.hpp"
#include "invitectl/reconcile/solver.hpp"

#include <cstdint>

namespace invitectl::reconcile {

// The newcomers and nodes of one component, as a problem of its own.
Problem part_of(const Problem& problem, const Solution& solution, std::uint32_t component);

struct Agreement {
    bool consistent = false;  // some explanation fits
    bool same_sets = false;   // both say so or not, and find the same possible ways
    double difference = 0;    // the largest of a probability or an expectation
};

// Of a problem that is one small component of RandomProblems.
Agreement compare(const Problem& part);

}  // namespace invitectl::reconcile
