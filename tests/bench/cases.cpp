#include "tests/bench/cases.hpp"

#include "invitectl/reconcile/calibration_fit.hpp"

#include <fmt/format.h>

namespace invitectl::bench {
namespace {

std::string text_of(Duration d) {
    const auto seconds = d / std::chrono::seconds{1};
    return seconds % 60 == 0 ? fmt::format("{} min", seconds / 60) : fmt::format("{} s", seconds);
}

}  // namespace

AssignmentTimeline some_assignments() {
    AssignmentTimeline timeline;
    for (int i = 1; i <= 50; ++i) {
        timeline.add({*InviteCode::parse("k" + std::to_string(i)), 10 + i % 25, {}});
    }
    return timeline;
}

Case make_case(double joins_per_hour, Duration period, Declared declared) {
    Case one;
    one.name = fmt::format("{:g}/h, {}", joins_per_hour, text_of(period));
    one.laws.joins_per_hour = joins_per_hour;
    one.laws.period = period;
    one.calibration.clock_bound = std::chrono::seconds{1};
    one.calibration.closed = declared == Declared::closed || declared == Declared::both;
    one.calibration.no_ghosts = declared == Declared::no_ghosts || declared == Declared::both;
    if (one.calibration.closed) {
        one.laws.no_invite = 0;
    }
    if (one.calibration.no_ghosts) {
        one.laws.bounce = 0;
    }
    return one;
}

Outcome work_out(const Case& one, std::uint64_t seed) {
    Outcome outcome;
    outcome.trace = simulate(one.laws, seed);
    reconcile::History& history = outcome.trace.history;
    const AssignmentTimeline assignments = some_assignments();
    history.calibrations = {one.calibration};
    history.calibrations = {reconcile::fit_rates(history, one.calibration)};
    outcome.result = reconcile::reconcile(history, assignments, kReserved);
    outcome.scores = score(outcome.trace, outcome.result, assignments, kReserved);
    return outcome;
}

}  // namespace invitectl::bench
