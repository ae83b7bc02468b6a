#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/calibration_fit.hpp"

#include "reconcile/calibrations.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::reconcile {
namespace {

// No counter lags longer than this; if it does not balance then, something else is wrong.
constexpr Duration kWidest = std::chrono::seconds{64};
constexpr Duration kNarrowest = std::chrono::seconds{1};

using Steps = std::vector<Calibration>;

// One history, worked out under one set of calibrations after the other.
class Trial {
  public:
    explicit Trial(const History& history)
        : history_(history), recorded_(history.calibrations.size()) {}

    std::vector<Inconsistency> under(const Steps& steps) {
        auto& calibrations = history_.calibrations;
        calibrations.insert(calibrations.end(), steps.begin(), steps.end());
        auto found = reconcile(history_, {}, {}, nullptr).inconsistencies;
        calibrations.resize(recorded_);
        return found;
    }
    bool balances(const Steps& steps) { return under(steps).empty(); }

  private:
    History history_;
    std::size_t recorded_;
};

Steps widened(Steps steps) {
    for (Calibration& step : steps) {
        step.lag_bound = std::max(2 * step.lag_bound, kNarrowest);
        step.clock_bound = std::max(step.clock_bound, step.lag_bound / 2);
    }
    return steps;
}

Duration widest_lag(const Steps& steps) {
    Duration widest{0};
    for (const Calibration& step : steps) {
        widest = std::max(widest, step.lag_bound);
    }
    return widest;
}

bool reached(const Calibration& step, const std::vector<Inconsistency>& found) {
    return std::ranges::any_of(found, [&](const Inconsistency& one) {
        return step.valid.from <= one.until && one.from < step.valid.until;
    });
}

// Without the declaration wherever something was found.
Steps without(Steps steps,
              bool Calibration::*declaration,
              const std::vector<Inconsistency>& found) {
    for (Calibration& step : steps) {
        if (reached(step, found)) {
            step.*declaration = false;
        }
    }
    return steps;
}

Steps balanced_by_dropping(Trial& trial,
                           const Steps& given,
                           const std::vector<Inconsistency>& found) {
    const Steps open = without(given, &Calibration::closed, found);
    const Steps ghostly = without(given, &Calibration::no_ghosts, found);
    const bool open_balances = trial.balances(open);
    if (open_balances != trial.balances(ghostly)) {
        return open_balances ? open : ghostly;
    }
    return without(open, &Calibration::no_ghosts, found);
}

bool any_dropped(const Steps& before, const Steps& after, bool Calibration::*declaration) {
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i].*declaration && !(after[i].*declaration)) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::vector<Calibration> in_force_from(const std::vector<Calibration>& in_order, Instant from) {
    const Calibrations all(in_order);
    Steps steps;
    for (Calibration step : all.steps()) {
        if (step.valid.until <= from) {
            continue;
        }
        step.valid.from = std::max(step.valid.from, from);
        if (!steps.empty()) {
            Calibration longer = steps.back();
            longer.valid = step.valid;
            if (longer == step) {
                steps.back().valid.until = step.valid.until;
                continue;
            }
        }
        steps.push_back(step);
    }
    return steps;
}

GuardAdvice widen_guard(const History& history, const std::vector<Calibration>& in_force) {
    Trial trial(history);
    const std::vector<Inconsistency> found = trial.under(in_force);
    GuardAdvice advice;
    advice.calibrations = in_force;
    advice.found = found.size();
    if (found.empty()) {
        return advice;
    }
    for (const Inconsistency& one : found) {
        advice.from = std::min(advice.from, one.from);
        advice.until = std::max(advice.until, one.until);
    }
    Steps wider = in_force;
    while (2 * widest_lag(wider) <= kWidest) {
        wider = widened(std::move(wider));
        if (trial.balances(wider)) {
            // Once more: what balances by a hair is not proved to be wide enough.
            advice.calibrations = widened(std::move(wider));
            advice.widened = true;
            return advice;
        }
    }
    // A bound that is wrong as well would no longer contradict anything: stay wide.
    advice.calibrations = balanced_by_dropping(trial, wider, found);
    advice.left = trial.under(advice.calibrations).size();
    advice.closed_dropped = any_dropped(in_force, advice.calibrations, &Calibration::closed);
    advice.no_ghosts_dropped = any_dropped(in_force, advice.calibrations, &Calibration::no_ghosts);
    return advice;
}

}  // namespace invitectl::reconcile
