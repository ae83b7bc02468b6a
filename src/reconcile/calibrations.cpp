#include "reconcile/calibrations.hpp"

#include <algorithm>

namespace invitectl::reconcile {
namespace {

std::vector<Instant> breakpoints(const std::vector<Calibration>& in_order) {
    std::vector<Instant> points{Instant::min()};
    for (const Calibration& calibration : in_order) {
        points.push_back(calibration.valid.from);
        points.push_back(calibration.valid.until);
    }
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    if (points.size() > 1 && points.back() == Instant::max()) {
        points.pop_back();
    }
    return points;
}

}  // namespace

Calibrations::Calibrations(const std::vector<Calibration>& in_order) {
    const std::vector<Instant> points = breakpoints(in_order);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto found =
            std::find_if(in_order.rbegin(), in_order.rend(), [&](const Calibration& calibration) {
                return calibration.valid.contains(points[i]);
            });
        Calibration step = found == in_order.rend() ? Calibration{} : *found;
        step.valid.from = points[i];
        step.valid.until = i + 1 < points.size() ? points[i + 1] : Instant::max();
        steps_.push_back(step);
    }
}

const Calibration& Calibrations::at(Instant t) const {
    const auto after =
        std::upper_bound(steps_.begin(), steps_.end(), t, [](Instant at, const Calibration& step) {
            return at < step.valid.from;
        });
    return *std::prev(after);
}

Bounds Calibrations::bounds(Instant from, Instant until) const {
    Bounds widest{Duration{0}, Duration{0}};
    for (const Calibration& step : steps_) {
        if (step.valid.from <= until && from < step.valid.until) {
            widest.lag = std::max(widest.lag, step.lag_bound);
            widest.clock = std::max(widest.clock, step.clock_bound);
        }
    }
    return widest;
}

bool Calibrations::no_ghosts(Instant from, Instant until) const {
    return std::all_of(steps_.begin(), steps_.end(), [&](const Calibration& step) {
        return step.no_ghosts || until < step.valid.from || step.valid.until <= from;
    });
}

}  // namespace invitectl::reconcile
