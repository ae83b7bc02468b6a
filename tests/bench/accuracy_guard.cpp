// Rows 11 to 12b: a guard that finds its own width, and the monitor that notices broken bounds.
#include "invitectl/reconcile/calibration_fit.hpp"

#include "tests/bench/cases.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <limits>

namespace invitectl::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

std::size_t joins(const Arguments& arguments) {
    return arguments.quick ? 2'000 : 20'000;
}

Case base(const Arguments& arguments, const std::string& name, Declared declared) {
    Case one = make_case(60, minutes{1}, declared);
    one.name = name;
    one.laws.joins = joins(arguments);
    return one;
}

// What the guard makes of a guild about whose lag and clock nothing is known.
struct Guarded {
    reconcile::GuardAdvice advice;
    Outcome outcome;
};

Guarded guard(const Case& one, std::uint64_t seed) {
    Guarded guarded;
    Trace trace = simulate(one.laws, seed);
    Calibration narrow = one.calibration;
    narrow.lag_bound = seconds{1};
    narrow.clock_bound = milliseconds{500};
    guarded.advice = reconcile::widen_guard(trace.history, {narrow});
    Case widened = one;
    widened.calibration = guarded.advice.calibrations.back();
    guarded.outcome = work_out(widened, seed);
    return guarded;
}

std::vector<Case> lags_and_clocks(const Arguments& arguments, Declared declared) {
    std::vector<Case> cases;
    const auto add = [&](const std::string& name) -> TraceLaws& {
        cases.push_back(base(arguments, name, declared));
        return cases.back().laws;
    };
    add("lag 0.2 s");
    add("lag 1 s").lag_mean = seconds{1};
    TraceLaws& long_lag = add("lag 1 s to 20 s");
    long_lag.lag_mean = seconds{1};
    long_lag.lag_bound = seconds{20};
    add("1 % lag 5..60 s").slow = 0.01;
    add("clock -3 s").clock_error = -seconds{3};
    add("clock +3 s").clock_error = seconds{3};
    return cases;
}

void measure_automatic_guard(const Arguments& arguments, Targets& targets) {
    std::int64_t wrong = 0;
    double kept = 100;
    fmt::print(
        "\nThe guard finds its width: 60/h, polls each minute\n"
        "{:<28} {:>6} {:>6} {:>7} {:>6} {:>13}\n",
        "case",
        "lag s",
        "clock",
        "proved",
        "wrong",
        "declarations");
    for (const Declared declared : {Declared::closed, Declared::both}) {
        const std::string prefix = declared == Declared::closed ? "closed, " : "both, ";
        for (const Case& one : lags_and_clocks(arguments, declared)) {
            const Guarded guarded = guard(one, arguments.seed);
            const Scores& scores = guarded.outcome.scores;
            const double share = scores.proved[0].share(scores.joins);
            const Calibration& now = guarded.advice.calibrations.back();
            wrong += scores.wrong();
            fmt::print("{:<28} {:>6.1f} {:>6.1f} {:>7.1f} {:>6} {:>13}\n",
                       prefix + one.name,
                       std::chrono::duration<double>(now.lag_bound).count(),
                       std::chrono::duration<double>(now.clock_bound).count(),
                       share,
                       scores.wrong(),
                       guarded.advice.closed_dropped || guarded.advice.no_ghosts_dropped ? "dropped"
                                                                                         : "kept");
            std::fflush(stdout);
            // As far as the lag is within what the known guard of 5 s would cover.
            if (one.name == "lag 0.2 s" || one.name == "lag 1 s") {
                const Scores known = work_out(one, arguments.seed).scores;
                kept = std::min(kept, 100 * share / known.proved[0].share(known.joins));
            }
        }
    }
    targets.add("11", "wrong proofs", static_cast<double>(wrong), Wanted::at_most, 0, "", 0);
    targets.add("11", "kept of what a known guard proves", kept, Wanted::at_least, 85, " %");
}

void measure_false_declarations(const Arguments& arguments, Targets& targets) {
    for (const double share : {0.01, 0.05}) {
        Case one = base(arguments, "", Declared::closed);
        one.laws.no_invite = share;
        const Guarded guarded = guard(one, arguments.seed);
        const std::string name = fmt::format("closed, but {:g} % uninvited", 100 * share);
        targets.add("12",
                    name + ": stretches",
                    static_cast<double>(guarded.advice.found),
                    Wanted::at_least,
                    arguments.quick ? 5 : 50,
                    "",
                    0);
        targets.add("12",
                    "  declaration dropped",
                    guarded.advice.closed_dropped ? 1 : 0,
                    Wanted::at_least,
                    1,
                    "",
                    0);
        targets.add("12",
                    "  wrong proofs then",
                    static_cast<double>(guarded.outcome.scores.wrong()),
                    Wanted::at_most,
                    0,
                    "",
                    0);
    }
    Case one = base(arguments, "", Declared::no_ghosts);
    one.laws.bounce = 0.2;
    const Guarded guarded = guard(one, arguments.seed);
    targets.add("12",
                "no_ghosts, but 20 % leave: dropped",
                guarded.advice.no_ghosts_dropped ? 1 : 0,
                Wanted::at_least,
                1,
                "",
                0);
}

std::vector<Case> broken_bounds(const Arguments& arguments) {
    std::vector<Case> cases;
    for (const Declared declared : {Declared::closed, Declared::both}) {
        const std::string prefix = declared == Declared::closed ? "closed, " : "both, ";
        for (const int guard : {0, 1, 2}) {
            Case one = base(arguments, prefix + fmt::format("guard {} s", guard), declared);
            one.laws.lag_mean = seconds{1};
            one.calibration.lag_bound = seconds{guard};
            cases.push_back(one);
        }
        Case slow = base(arguments, prefix + "1 % lag 5..60 s", declared);
        slow.laws.slow = 0.01;
        cases.push_back(slow);
        Case behind = base(arguments, prefix + "clock -3 s", declared);
        behind.laws.clock_error = -seconds{3};
        cases.push_back(behind);
    }
    const auto add_false = [&](const std::string& name, Declared declared, auto change) {
        Case one = make_case(20, minutes{5}, declared);
        one.name = name;
        one.laws.joins = joins(arguments);
        change(one.laws);
        cases.push_back(one);
    };
    add_false("closed, but 1 % uninvited", Declared::closed, [](auto& l) { l.no_invite = 0.01; });
    add_false("closed, but 5 % uninvited", Declared::closed, [](auto& l) { l.no_invite = 0.05; });
    add_false("no_ghosts, but 20 % leave", Declared::no_ghosts, [](auto& l) { l.bounce = 0.2; });
    add_false("both, and neither holds", Declared::both, [](auto& l) {
        l.bounce = 0.2;
        l.no_invite = 0.05;
    });
    return cases;
}

void measure_monitor(const Arguments& arguments, Targets& targets) {
    fmt::print(
        "\nWhat broken bounds do, and what the monitor sees\n"
        "{:<28} {:>7} {:>6} {:>12}\n",
        "case",
        "proved",
        "wrong",
        "inconsistent");
    double least = std::numeric_limits<double>::infinity();
    for (const Case& one : broken_bounds(arguments)) {
        const Scores scores = work_out(one, arguments.seed).scores;
        const std::int64_t wrong = scores.proved[0].made - scores.proved[0].right;
        fmt::print("{:<28} {:>7.1f} {:>6} {:>12}\n",
                   one.name,
                   scores.proved[0].share(scores.joins),
                   wrong,
                   scores.inconsistent);
        std::fflush(stdout);
        if (wrong > 0) {
            least = std::min(least,
                             static_cast<double>(scores.inconsistent) / static_cast<double>(wrong));
        }
    }
    targets.add("12b",
                "inconsistent stretches per wrong proof",
                std::min(least, 99.0),
                Wanted::at_least,
                2);
}

}  // namespace

void measure_guard(const Arguments& arguments, Targets& targets) {
    measure_automatic_guard(arguments, targets);
    measure_false_declarations(arguments, targets);
    measure_monitor(arguments, targets);
}

}  // namespace invitectl::bench
