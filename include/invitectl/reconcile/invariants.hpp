// What must hold before and after solving. Used by tests and by the program itself: a breach is a
// fault of ours, Error(internal), never bad input.
#pragma once

#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/problem.hpp"
#include "invitectl/reconcile/solver.hpp"

namespace invitectl::reconcile {

// In order of time, bounds the right way round, weights finite and not negative.
void check_problem(const Problem& problem);

// Probabilities of every newcomer sum to 1, ways are within reach and what evidence leaves, nobody
// is counted twice, and joins plus ghosts of every node lie within its numbers where the component
// is consistent.
void check_solution(const Problem& problem, const Solution& solution);

// Levels follow from candidates: certain ones have p 1 and one image, unsettled ones claim nothing.
void check_attribution(const Attribution& attribution);
void check_result(const Result& result);

}  // namespace invitectl::reconcile
