#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/calibration_fit.hpp"

#include <utility>

namespace invitectl::reconcile {
namespace {

// No counter lags longer than this; if it does not balance then, something else is wrong.
constexpr Duration kWidest = std::chrono::seconds{64};
constexpr Duration kNarrowest = std::chrono::seconds{1};

std::size_t inconsistencies(History& history, const Calibration& tried) {
    history.calibrations.push_back(tried);
    const auto result = reconcile(history, {}, {}, nullptr);
    history.calibrations.pop_back();
    return result.inconsistencies.size();
}

Calibration widened(Calibration calibration) {
    calibration.lag_bound = std::max(2 * calibration.lag_bound, kNarrowest);
    calibration.clock_bound = std::max(calibration.clock_bound, calibration.lag_bound / 2);
    return calibration;
}

}  // namespace

GuardAdvice widen_guard(const History& history, const Calibration& start) {
    History trial = history;
    GuardAdvice advice{start, inconsistencies(trial, start), false};
    if (advice.inconsistencies == 0) {
        return advice;
    }
    while (advice.inconsistencies > 0 && advice.calibration.lag_bound < kWidest) {
        advice.calibration = widened(advice.calibration);
        advice.inconsistencies = inconsistencies(trial, advice.calibration);
    }
    if (advice.inconsistencies == 0) {
        // Once more: what balances by a hair is not proved to be wide enough.
        advice.calibration = widened(advice.calibration);
        return advice;
    }
    advice.calibration = start;
    advice.calibration.closed = false;
    advice.calibration.no_ghosts = false;
    advice.inconsistencies = inconsistencies(trial, advice.calibration);
    advice.declarations_dropped = true;
    return advice;
}

}  // namespace invitectl::reconcile
