#include "tests/reconcile/agreement.hpp"

#include "tests/reconcile/brute_force.hpp"
#include "tests/reconcile/random_problem.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>
#include <vector>

namespace invitectl::reconcile {
namespace {

std::set<int> labels_of(std::span<const Way> ways) {
    std::set<int> labels;
    for (const Way& way : ways) {
        labels.insert(way.label);
    }
    return labels;
}

bool same_sets(const BruteForce& truth, const Solution& solution) {
    for (std::size_t i = 0; i < truth.possible.size(); ++i) {
        if (labels_of(solution.ways_of(i)) != truth.possible[i]) {
            return false;
        }
    }
    return true;
}

// Largest difference of a probability or an expectation.
double difference_of(const BruteForce& truth, const Solution& solution) {
    double largest = 0;
    for (std::size_t i = 0; i < truth.p.size(); ++i) {
        std::vector<double> p(kLabels + 1, 0.0);
        for (const Way& way : solution.ways_of(i)) {
            p[way.label == kNoInvite ? kLabels : static_cast<std::size_t>(way.label)] = way.p;
        }
        for (std::size_t k = 0; k < p.size(); ++k) {
            largest = std::max(largest, std::abs(p[k] - truth.p[i][k]));
        }
    }
    for (std::size_t v = 0; v < truth.attributed.size(); ++v) {
        largest = std::max(largest, std::abs(solution.attributed[v] - truth.attributed[v]));
        largest = std::max(largest, std::abs(solution.ghosts[v] - truth.ghosts[v]));
    }
    return largest;
}

}  // namespace

Problem part_of(const Problem& problem, const Solution& solution, std::uint32_t component) {
    Problem part;
    part.restrictions = problem.restrictions;
    for (std::size_t i = 0; i < problem.newcomers.size(); ++i) {
        if (solution.component_of_newcomer[i] == component) {
            part.newcomers.push_back(problem.newcomers[i]);
        }
    }
    for (std::size_t v = 0; v < problem.nodes.size(); ++v) {
        if (solution.component_of_node[v] == component) {
            part.nodes.push_back(problem.nodes[v]);
        }
    }
    return part;
}

Agreement compare(const Problem& part) {
    const Solution solution = solve(part);
    const BruteForce truth = enumerate(part, kLabels);
    Agreement agreement;
    agreement.consistent = truth.consistent;
    agreement.same_sets =
        solution.components.size() == 1 && solution.components[0].consistent == truth.consistent;
    if (truth.consistent && agreement.same_sets) {
        agreement.same_sets = same_sets(truth, solution);
        agreement.difference = difference_of(truth, solution);
    }
    return agreement;
}

}  // namespace invitectl::reconcile
