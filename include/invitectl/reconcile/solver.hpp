// Who came which way: every possibility, and how probable each is.
#pragma once

#include "invitectl/reconcile/explanations.hpp"
#include "invitectl/reconcile/problem.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace invitectl::reconcile {

// One way in that at least one explanation takes.
struct Way {
    int label = kNoInvite;
    double p = 0;

    friend bool operator==(const Way&, const Way&) = default;
};

// Newcomers and nodes that hang together, directly or through others.
struct Component {
    Instant from;   // of the earliest newcomer or interval
    Instant until;  // of the latest
    std::uint32_t newcomers = 0;
    std::uint32_t nodes = 0;
    // False: no explanation fits. The ways are then those that remain when every newcomer may have
    // come without an invite and every use may be a ghost; they prove nothing.
    bool consistent = true;
    // Logarithm of the probability of everything observed here, up to a constant that the bounds
    // and numbers fix; 0 where it is not known.
    double log_evidence = 0;
};

struct Solution {
    // Newcomers that are alike share a row. Ways of row r: ways[begin[r]] .. ways[begin[r+1]-1], by
    // label, no invite last; p sum to 1. None at all: no way is possible.
    std::vector<std::uint32_t> row;  // per newcomer
    std::vector<std::uint32_t> begin;
    std::vector<Way> ways;
    std::vector<double> attributed;  // per node: expected newcomers
    std::vector<double> ghosts;      // per node: expected uses that nobody was seen for
    std::vector<std::uint32_t> component_of_newcomer;
    std::vector<std::uint32_t> component_of_node;
    std::vector<Component> components;  // by time, those without newcomers last

    std::span<const Way> ways_of(std::size_t newcomer) const {
        const std::uint32_t r = row[newcomer];
        return {ways.data() + begin[r], ways.data() + begin[r + 1]};
    }
};

// Deterministic to the last bit, and component by component: the rest of the problem changes
// nothing.
Solution solve(const Problem& problem, Explanations* explanations = nullptr);

}  // namespace invitectl::reconcile
