#include "invitectl/reconcile/invariants.hpp"

#include "invitectl/base/error.hpp"

#include "reconcile/components.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace invitectl::reconcile {
namespace {

constexpr double kRounding = 1e-6;

void require(bool holds, const char* what) {
    if (!holds) {
        throw Error(ErrorCode::internal,
                    "Working out attributions broke a promise of its own",
                    what,
                    "Nothing was stored; please report this");
    }
}

bool is_weight(double x) {
    return std::isfinite(x) && x >= 0;
}

bool near(double a, double b) {
    return std::abs(a - b) <= kRounding * std::max({1.0, std::abs(a), std::abs(b)});
}

void check_node(const Node& node) {
    require(node.from <= node.until, "an interval is turned round");
    require(node.label >= 0, "a node has no label");
    require(0 <= node.at_least && node.at_least <= node.at_most, "bounds are turned round");
    require(node.at_most <= kMostUses || node.at_most == kUnlimited, "a number is too large");
    require(is_weight(node.ghost_mass) && (!node.ghosts || node.ghost_mass > 0),
            "a mass of ghosts is no weight");
    const bool weighed = node.exact() || (is_weight(node.rate) && node.rate > 0 &&
                                          is_weight(node.span) && node.span > 0);
    require(weighed && is_weight(node.used_up) && node.used_up <= 1, "a rate is no weight");
    require(node.used_up <= 0 || node.exact() || node.at_most != kUnlimited,
            "an unlimited invite is used up");
}

void check_newcomer(const Problem& problem, const Solution& solution, std::size_t i) {
    const Newcomer& newcomer = problem.newcomers[i];
    const auto ways = solution.ways_of(i);
    double sum = 0;
    for (std::size_t k = 0; k < ways.size(); ++k) {
        require(is_weight(ways[k].p) && ways[k].p <= 1 + kRounding, "a probability is none");
        const bool barred = ways[k].label != kNoInvite && !problem.leaves(newcomer, ways[k].label);
        require(!barred, "a way contradicts evidence");
        require(k == 0 || ways[k - 1].label < ways[k].label || ways[k].label == kNoInvite,
                "ways are out of order");
        sum += ways[k].p;
    }
    require(ways.empty() || near(sum, 1), "probabilities do not sum to 1");
    const bool consistent = solution.components[solution.component_of_newcomer[i]].consistent;
    require(!ways.empty() || !consistent, "a newcomer of a consistent component has no way");
}

void check_sums(const Problem& problem, const Solution& solution) {
    for (std::size_t i = 0; i < problem.nodes.size(); ++i) {
        const Node& node = problem.nodes[i];
        const double uses = solution.attributed[i] + solution.ghosts[i];
        require(is_weight(solution.attributed[i]) && is_weight(solution.ghosts[i]),
                "an expectation is none");
        const bool fits = node.at_most == kUnlimited ||
                          uses <= static_cast<double>(node.at_most) * (1 + kRounding) + kRounding;
        require(fits, "more uses than were counted");
        if (node.exact()) {
            require(near(uses, static_cast<double>(node.at_most)), "fewer uses than were counted");
            const bool consistent = solution.components[solution.component_of_node[i]].consistent;
            require(node.ghosts || !consistent || near(uses, solution.attributed[i]),
                    "a use by nobody, where everybody was seen");
        }
    }
    // Nobody is counted twice: what the nodes got is what the newcomers gave.
    double given = 0;
    for (std::size_t i = 0; i < problem.newcomers.size(); ++i) {
        for (const Way& way : solution.ways_of(i)) {
            given += way.label == kNoInvite ? 0 : way.p;
        }
    }
    double got = 0;
    for (const double expected : solution.attributed) {
        got += expected;
    }
    require(near(given, got), "newcomers and nodes disagree");
}

void check_level(const Attribution& attribution, const LevelAnswer& level) {
    require(is_weight(level.p) && level.p <= 1, "the probability of an answer is none");
    if (is_certain(level.verdict)) {
        require(level.p >= 1, "a certain answer has less than probability 1");
        require(attribution.settled || level.verdict != Verdict::proved,
                "proved before it is settled");
    }
    const bool credited = is_credited(level.verdict) && level.verdict != Verdict::stated &&
                          level.verdict != Verdict::stamped;
    require(attribution.settled || !credited, "claimed before it is settled");
}

}  // namespace

void check_problem(const Problem& problem) {
    for (std::size_t i = 0; i < problem.newcomers.size(); ++i) {
        const Newcomer& newcomer = problem.newcomers[i];
        require(i == 0 || problem.newcomers[i - 1].at <= newcomer.at, "newcomers are out of order");
        require(is_weight(newcomer.none_rate) && (!newcomer.may_be_none || newcomer.none_rate > 0),
                "a rate without an invite is no weight");
        require(newcomer.only != kNoInvite || newcomer.may_be_none,
                "evidence says no invite, and that is not allowed");
    }
    for (std::size_t i = 0; i < problem.nodes.size(); ++i) {
        const bool ordered = i == 0 || problem.nodes[i - 1].from < problem.nodes[i].from ||
                             (problem.nodes[i - 1].from == problem.nodes[i].from &&
                              problem.nodes[i - 1].until <= problem.nodes[i].until);
        require(ordered, "nodes are out of order");
        check_node(problem.nodes[i]);
    }
}

void check_solution(const Problem& problem, const Solution& solution) {
    require(solution.row.size() == problem.newcomers.size(), "newcomers are missing");
    require(solution.attributed.size() == problem.nodes.size(), "nodes are missing");
    for (std::size_t i = 0; i < problem.newcomers.size(); ++i) {
        check_newcomer(problem, solution, i);
    }
    check_sums(problem, solution);
}

void check_attribution(const Attribution& attribution) {
    check_level(attribution, attribution.code);
    check_level(attribution, attribution.inviter);
    check_level(attribution, attribution.source);
    require(parse_reason(attribution.reason).has_value(), "a reason is none");
    double sum = 0;
    for (const Candidate& candidate : attribution.candidates) {
        sum += candidate.p;
    }
    require(attribution.candidates.empty() || near(sum, 1), "candidates do not sum to 1");
    require(attribution.code.verdict != Verdict::proved || attribution.candidates.size() <= 1 ||
                attribution.candidates.front().code,
            "proved with several ways in");
}

void check_result(const Result& result) {
    for (const Attribution& attribution : result.attributions) {
        check_attribution(attribution);
    }
}

}  // namespace invitectl::reconcile
