#include "reconcile/closed_form.hpp"

#include "reconcile/group_weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace invitectl::reconcile {
namespace {

double log_choose(std::int64_t n, std::int64_t k) {
    return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

double log_power(double base, std::int64_t exponent) {
    return exponent == 0 ? 0 : static_cast<double>(exponent) * std::log(base);
}

// Sums over the number of newcomers that came by the group.
void weigh(const Class& each, const Group& group, Marginals& marginals) {
    const auto size = static_cast<std::int64_t>(each.newcomers.size());
    const std::int64_t most = capacity(group, size);
    const std::int64_t least = each.may_be_none ? 0 : size;
    std::vector<double> logs;
    double top = -std::numeric_limits<double>::infinity();
    for (std::int64_t n = least; n <= most; ++n) {
        const double by_none = each.may_be_none ? log_power(each.none_rate, size - n) : 0;
        logs.push_back(log_choose(size, n) + by_none + log_power(each.edges.front().weight, n) +
                       log_weight(group, n));
        top = std::max(top, logs.back());
    }
    double whole = 0;
    double newcomers = 0;
    double ghosts = 0;
    for (std::size_t i = 0; i < logs.size(); ++i) {
        const std::int64_t n = least + static_cast<std::int64_t>(i);
        const double weight = std::exp(logs[i] - top);
        if (weight > 0) {
            whole += weight;
            newcomers += weight * static_cast<double>(n);
            ghosts += weight * expected_ghosts(group, n);
        }
    }
    marginals.attributed.front() = newcomers / whole;
    marginals.ghosts.front() = ghosts / whole;
    const double share = std::min(1.0, newcomers / whole / each.size());
    marginals.edge.front().front() = each.may_be_none ? share : 1.0;
    marginals.none.front() = each.may_be_none ? 1 - share : 0.0;
    marginals.log_evidence = top + std::log(whole);
}

}  // namespace

Marginals empty_marginals(const Quotient& quotient) {
    Marginals marginals;
    for (const Class& each : quotient.classes) {
        marginals.edge.emplace_back(each.edges.size(), 0.0);
    }
    marginals.none.resize(quotient.classes.size());
    marginals.attributed.resize(quotient.groups.size());
    marginals.ghosts.resize(quotient.groups.size());
    return marginals;
}

std::optional<Marginals> closed_form(const Quotient& quotient) {
    const bool fits = quotient.classes.size() <= 1 && quotient.groups.size() <= 1;
    if (!fits) {
        return std::nullopt;
    }
    Marginals marginals = empty_marginals(quotient);
    if (quotient.classes.empty() || quotient.classes.front().edges.empty()) {
        std::fill(marginals.none.begin(), marginals.none.end(), 1.0);
        for (std::size_t g = 0; g < quotient.groups.size(); ++g) {
            marginals.ghosts[g] = expected_ghosts(quotient.groups[g], 0);
        }
        return marginals;
    }
    weigh(quotient.classes.front(), quotient.groups.front(), marginals);
    return marginals;
}

}  // namespace invitectl::reconcile
