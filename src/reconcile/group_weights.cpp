#include "reconcile/group_weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace invitectl::reconcile {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

double to_double(std::int64_t n) {
    return static_cast<double>(n);
}

// Most numbers are small, and the same again and again.
const std::vector<double>& small_log_factorials() {
    static const std::vector<double> table = [] {
        std::vector<double> logs;
        for (int n = 0; n < 512; ++n) {
            logs.push_back(std::lgamma(n + 1.0));
        }
        return logs;
    }();
    return table;
}

// log of mass^h / h!.
double log_ghosts(double mass, std::int64_t h) {
    return h == 0 ? 0 : to_double(h) * std::log(mass) - log_factorial(h);
}

// The sum of mass^h / h! over low <= h <= high, and the mean of h under these weights.
struct Series {
    double log_sum = kImpossible;
    double mean = 0;
};

// Outwards from the largest term, which nothing overflows; until what is left is nothing beside the
// sum, or so much of it that the mean is known well enough.
Series series(double mass, std::int64_t low, std::int64_t high) {
    constexpr double kNothing = 1e-20;
    constexpr int kMostTerms = 20'000;
    // Compared as doubles: a mass may be more than an integer can hold.
    const std::int64_t top =
        mass >= to_double(high) ? high : std::max(static_cast<std::int64_t>(std::floor(mass)), low);
    double sum = 1;
    double weighted = to_double(top);
    double term = 1;
    for (std::int64_t h = top; h < high && h - top < kMostTerms && term > kNothing * sum; ++h) {
        term *= mass / to_double(h + 1);
        sum += term;
        weighted += term * to_double(h + 1);
    }
    term = 1;
    for (std::int64_t h = top; h > low && top - h < kMostTerms && term > kNothing * sum; --h) {
        term *= to_double(h) / mass;
        sum += term;
        weighted += term * to_double(h - 1);
    }
    return {log_ghosts(mass, top) + std::log(sum), weighted / sum};
}

// Two explanations of an inexact number: all at_most uses happened, or as many as the rate brings.
struct Split {
    double all = kImpossible;  // logarithms
    double some = kImpossible;
    double all_ghosts = 0;  // expected ghosts
    double some_ghosts = 0;

    double log_sum() const {
        const double top = std::max(all, some);
        return top == kImpossible ? kImpossible
                                  : top + std::log(std::exp(all - top) + std::exp(some - top));
    }
};

Split split(const Group& group, std::int64_t n) {
    Split split;
    const bool prior = group.used_up > 0;
    const std::int64_t rest = group.at_most - n;
    if (prior && (rest == 0 || group.ghosts)) {
        split.all = std::log(group.used_up) + log_factorial(group.at_most) -
                    to_double(group.at_most) * std::log(group.span) +
                    log_ghosts(group.ghost_mass, rest);
        split.all_ghosts = to_double(rest);
    }
    const std::int64_t low = std::max<std::int64_t>(group.at_least - n, 0);
    const std::int64_t high = std::min(group.ghosts ? kUnlimited : 0, prior ? rest - 1 : rest);
    if (low <= high) {
        const Series ghosts = series(group.rate * group.ghost_mass, low, high);
        split.some = std::log(prior ? 1 - group.used_up : 1.0) +
                     to_double(n) * std::log(group.rate) - group.rate * group.span + ghosts.log_sum;
        split.some_ghosts = ghosts.mean;
    }
    return split;
}

}  // namespace

double log_factorial(std::int64_t n) {
    const std::vector<double>& small = small_log_factorials();
    const auto i = static_cast<std::size_t>(n);
    return i < small.size() ? small[i] : std::lgamma(to_double(n) + 1);
}

double log_weight(const Group& group, std::int64_t n) {
    if (n < 0 || n > group.at_most) {
        return kImpossible;
    }
    if (!group.exact()) {
        return split(group, n).log_sum();
    }
    const std::int64_t rest = group.at_most - n;
    return rest == 0 || group.ghosts ? log_ghosts(group.ghost_mass, rest) : kImpossible;
}

double expected_ghosts(const Group& group, std::int64_t n) {
    if (group.exact()) {
        return to_double(group.at_most - n);
    }
    const Split both = split(group, n);
    const double whole = both.log_sum();
    double ghosts = 0;
    if (both.all != kImpossible) {
        ghosts += std::exp(both.all - whole) * both.all_ghosts;
    }
    if (both.some != kImpossible) {
        ghosts += std::exp(both.some - whole) * both.some_ghosts;
    }
    return ghosts;
}

std::int64_t capacity(const Group& group, std::int64_t available) {
    return std::min(group.at_most, available);
}

}  // namespace invitectl::reconcile
