// One component with everything alike put together.
//
// Newcomers with the same neighbourhood are a class, nodes that reach the same newcomers under the
// same law are a group. Both are exact: newcomers of a class are exchangeable, and within a group
// of exact numbers a newcomer came by a node with probability in proportion to the node's number.
//
// Most components are a handful of numbers, and there are as many as there are joins: the lists of
// one live in memory that is given back all at once (std::pmr), which must outlive it.
#pragma once

#include "invitectl/reconcile/problem.hpp"

#include <cstdint>
#include <memory_resource>
#include <vector>

namespace invitectl::reconcile {

struct Edge {
    std::uint32_t group = 0;
    double weight = 1;  // of one newcomer taking it, the lag law's
};

struct Class {
    std::pmr::vector<std::uint32_t> newcomers;  // indices into the problem
    std::pmr::vector<Edge> edges;               // by group
    bool may_be_none = true;
    double none_rate = 0;
    int among = -1;  // the restriction its newcomers share (problem.hpp)

    double size() const { return static_cast<double>(newcomers.size()); }
};

struct Group {
    std::pmr::vector<std::uint32_t> nodes;  // indices into the problem
    std::int64_t at_least = 0;              // summed up
    std::int64_t at_most = 0;
    bool ghosts = true;
    double ghost_mass = 0;
    // Of the only node, where the number is not exact.
    double rate = 0;
    double used_up = 0;
    double span = 0;

    bool exact() const { return at_least == at_most; }
};

struct Quotient {
    std::pmr::vector<Class> classes;  // in order of their earliest newcomer
    std::pmr::vector<Group> groups;   // in order of their first node
};

// Marginals of a quotient.
struct Marginals {
    std::vector<std::vector<double>> edge;  // per class and edge: p of one newcomer
    std::vector<double> none;               // per class
    std::vector<double> attributed;         // per group: expected newcomers
    std::vector<double> ghosts;             // per group: expected uses without a newcomer
    double log_evidence = 0;  // of everything observed, up to a constant; 0: not known
};

}  // namespace invitectl::reconcile
