#include "reconcile/cells.hpp"

#include <algorithm>
#include <array>

namespace invitectl::reconcile {
namespace {

// Sums side by side, added up at the end: one addition need not wait for the one before.
constexpr std::size_t kLanes = 4;

template <class Term>
double add_up(std::size_t count, const Term& term) {
    std::array<double, kLanes> lanes{};
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            lanes[lane] += term(i + lane);
        }
    }
    double sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    for (; i < count; ++i) {
        sum += term(i);
    }
    return sum;
}

// Calls visit(first cell, how many) for every repetition of the pattern, without the last cells,
// which have nowhere to go.
template <class Visit>
void each_repetition(std::size_t cells,
                     std::size_t pattern,
                     std::size_t shift,
                     const Visit& visit) {
    const std::size_t end = cells - shift;
    for (std::size_t begin = 0; begin < end; begin += pattern) {
        visit(begin, std::min(pattern, end - begin));
    }
}

}  // namespace

double sum_of(std::span<const double> cells) {
    const double* const x = cells.data();
    return add_up(cells.size(), [x](std::size_t i) { return x[i]; });
}

double product_sum(std::span<const double> a, std::span<const double> b) {
    const double* const x = a.data();
    const double* const y = b.data();
    return add_up(a.size(), [x, y](std::size_t i) { return x[i] * y[i]; });
}

void scale_into(std::span<const double> cells, double factor, std::span<double> to) {
    const double* __restrict__ const from = cells.data();
    double* __restrict__ const target = to.data();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        target[i] = factor * from[i];
    }
}

void add_shifted(std::span<const double> cells,
                 Pattern pattern,
                 std::size_t shift,
                 std::span<double> to) {
    const double* __restrict__ const factor = pattern.data();
    each_repetition(cells.size(), pattern.size(), shift, [&](std::size_t begin, std::size_t count) {
        const double* __restrict__ const from = cells.data() + begin;
        double* __restrict__ const target = to.data() + begin + shift;
        for (std::size_t i = 0; i < count; ++i) {
            target[i] += factor[i] * from[i];
        }
    });
}

double add_shifted_back(std::span<const double> after,
                        Pattern pattern,
                        std::size_t shift,
                        std::span<const double> cells,
                        std::span<double> to) {
    const double* __restrict__ const factor = pattern.data();
    double sum = 0;
    each_repetition(cells.size(), pattern.size(), shift, [&](std::size_t begin, std::size_t count) {
        const double* __restrict__ const above = after.data() + begin + shift;
        const double* __restrict__ const cell = cells.data() + begin;
        double* __restrict__ const target = to.data() + begin;
        sum += add_up(count, [=](std::size_t i) {
            const double on = factor[i] * above[i];
            target[i] += on;
            return cell[i] * on;
        });
    });
    return sum;
}

}  // namespace invitectl::reconcile
