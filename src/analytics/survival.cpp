#include "invitectl/analytics/survival.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <utility>

namespace invitectl::analytics {
namespace {

constexpr double kZ = 1.959963984540054;  // 97.5 % of a normal distribution lie below
constexpr int kMostRounds = 20'000;
constexpr double kConverged = 1e-10;
constexpr double kNoMass = 1e-6;  // masses below are boundary values: they get no share in the band

// A stay in terms of the cells that may hold its leave: [first, end).
struct Span {
    std::size_t first = 0;
    std::size_t end = 0;
    double weight = 0;
};

// Leaves can lie only where an interval begins and the next end that follows is one's end: anything
// else could be moved there without any stay becoming less likely.
std::vector<LeaveMass> innermost(std::span<const Stay> stays) {
    std::vector<double> begins;
    std::vector<double> ends;
    for (const Stay& stay : stays) {
        begins.push_back(stay.after);
        ends.push_back(stay.by);
    }
    for (auto* points : {&begins, &ends}) {
        std::ranges::sort(*points);
        points->erase(std::ranges::unique(*points).begin(), points->end());
    }
    std::vector<LeaveMass> cells;
    for (const double end : ends) {
        const auto after = std::ranges::lower_bound(begins, end);
        if (after == begins.begin()) {
            continue;
        }
        const double begin = *(after - 1);
        if (cells.empty() || cells.back().by <= begin) {
            cells.push_back({begin, end, 0});
        }
    }
    return cells;
}

std::vector<Span> spans_of(std::span<const Stay> stays, const std::vector<LeaveMass>& cells) {
    std::vector<Span> spans;
    for (const Stay& stay : stays) {
        const auto first = std::ranges::lower_bound(cells, stay.after, {}, &LeaveMass::after);
        const auto end = std::ranges::upper_bound(cells, stay.by, {}, &LeaveMass::by);
        spans.push_back({static_cast<std::size_t>(first - cells.begin()),
                         static_cast<std::size_t>(end - cells.begin()),
                         stay.weight});
    }
    std::ranges::sort(spans, [](const Span& a, const Span& b) {
        return std::pair(a.first, a.end) < std::pair(b.first, b.end);
    });
    std::vector<Span> merged;
    for (const Span& span : spans) {
        if (!merged.empty() && merged.back().first == span.first && merged.back().end == span.end) {
            merged.back().weight += span.weight;
        } else {
            merged.push_back(span);
        }
    }
    return merged;
}

std::vector<double> sums_before(const std::vector<LeaveMass>& cells) {
    std::vector<double> before(cells.size() + 1);
    for (std::size_t k = 0; k < cells.size(); ++k) {
        before[k + 1] = before[k] + cells[k].mass;
    }
    return before;
}

// One step of self-consistency: every stay shares its leave out over its cells as they are likely
// now. Returns the greatest change of a mass.
double improve(std::vector<LeaveMass>& cells, const std::vector<Span>& spans, double total) {
    const std::vector<double> before = sums_before(cells);
    std::vector<double> change(cells.size() + 1);  // of the factor from one cell to the next
    for (const Span& span : spans) {
        const double factor = span.weight / (before[span.end] - before[span.first]);
        change[span.first] += factor;
        change[span.end] -= factor;
    }
    double factor = 0;
    double moved = 0;
    for (std::size_t k = 0; k < cells.size(); ++k) {
        factor += change[k];
        const double mass = std::max(0.0, cells[k].mass * factor / total);
        moved = std::max(moved, std::abs(mass - cells[k].mass));
        cells[k].mass = mass;
    }
    return moved;
}

// In place: the inverse of a symmetric positive definite matrix; false where it is none.
bool invert(std::vector<double>& matrix, std::size_t n) {
    std::vector<double> inverse(n * n);
    for (std::size_t i = 0; i < n; ++i) {
        inverse[i * n + i] = 1;
    }
    for (std::size_t pivot = 0; pivot < n; ++pivot) {
        const double diagonal = matrix[pivot * n + pivot];
        if (!(diagonal > 1e-9)) {
            return false;
        }
        for (std::size_t column = 0; column < n; ++column) {
            matrix[pivot * n + column] /= diagonal;
            inverse[pivot * n + column] /= diagonal;
        }
        for (std::size_t row = 0; row < n; ++row) {
            const double factor = matrix[row * n + pivot];
            if (row == pivot || factor == 0) {
                continue;
            }
            for (std::size_t column = 0; column < n; ++column) {
                matrix[row * n + column] -= factor * matrix[pivot * n + column];
                inverse[row * n + column] -= factor * inverse[pivot * n + column];
            }
        }
    }
    matrix = std::move(inverse);
    return true;
}

// The observed information of all masses but the last, which is what the others leave.
std::vector<double> information(const std::vector<LeaveMass>& cells,
                                const std::vector<Span>& spans) {
    const std::size_t n = cells.size() - 1;
    const std::vector<double> before = sums_before(cells);
    std::vector<double> matrix(n * n);
    for (const Span& span : spans) {
        const double p = before[span.end] - before[span.first];
        const double factor = span.weight / (p * p);
        const bool holds_last = span.end == cells.size();
        const auto slope = [&](std::size_t k) {
            const double own = span.first <= k && k < span.end ? 1 : 0;
            return own - (holds_last ? 1 : 0);
        };
        for (std::size_t a = 0; a < n; ++a) {
            const double at_a = slope(a);
            for (std::size_t b = 0; at_a != 0 && b < n; ++b) {
                matrix[a * n + b] += factor * at_a * slope(b);
            }
        }
    }
    return matrix;
}

}  // namespace

SurvivalCurve::SurvivalCurve(std::span<const Stay> stays) {
    std::vector<LeaveMass> cells = innermost(stays);
    if (cells.empty()) {
        return;
    }
    const std::vector<Span> all = spans_of(stays, cells);
    double total = 0;
    for (const Span& span : all) {
        total += span.weight;
    }
    for (LeaveMass& cell : cells) {
        cell.mass = 1 / static_cast<double>(cells.size());
    }
    for (int round = 0; round < kMostRounds && improve(cells, all, total) > kConverged; ++round) {
    }
    std::ranges::copy_if(cells, std::back_inserter(masses_), [](const LeaveMass& cell) {
        return cell.mass > kNoMass;
    });
    std::vector<double> matrix = information(masses_, spans_of(stays, masses_));
    if (masses_.size() > 1 && invert(matrix, masses_.size() - 1)) {
        covariance_ = std::move(matrix);
    }
}

std::optional<Survival> SurvivalCurve::at(double t) const {
    if (masses_.empty() || (std::isinf(masses_.back().by) && t > masses_.back().after)) {
        return {};
    }
    std::vector<double> gone(masses_.size());  // which part of each mass has left by t
    Survival point;
    for (std::size_t k = 0; k < masses_.size(); ++k) {
        const LeaveMass& mass = masses_[k];
        const double width = mass.by - mass.after;
        gone[k] = t >= mass.by ? 1 : t <= mass.after ? 0 : (t - mass.after) / width;
        point.share -= gone[k] * mass.mass;
    }
    point.share = std::clamp(point.share, 0.0, 1.0);
    if (covariance_.empty() || point.share <= 0 || point.share >= 1) {
        return point;
    }
    const std::size_t n = masses_.size() - 1;
    double variance = 0;
    for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t b = 0; b < n; ++b) {
            variance += (gone[a] - gone[n]) * (gone[b] - gone[n]) * covariance_[a * n + b];
        }
    }
    // On the scale of log(-log), where the band stays inside 0..1.
    const double reach =
        kZ * std::sqrt(std::max(0.0, variance)) / (point.share * std::abs(std::log(point.share)));
    point.low = std::pow(point.share, std::exp(reach));
    point.high = std::pow(point.share, std::exp(-reach));
    return point;
}

}  // namespace invitectl::analytics
