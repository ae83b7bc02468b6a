// Attribution against ground truth: rows 1 to 12b of the targets, and the table of the README.
#include "tests/bench/baselines.hpp"
#include "tests/bench/cases.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>

namespace invitectl::bench {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Joins of one case.
std::size_t joins(const Arguments& arguments) {
    return arguments.quick ? 1'500 : 20'000;
}

Outcome measure(const Arguments& arguments, Case one) {
    one.laws.joins = joins(arguments);
    return work_out(one, arguments.seed);
}

std::string at(const Claims& claims, std::int64_t of) {
    return claims.made == 0 ? "-"
                            : fmt::format("{:.1f} @ {:.2f}", claims.share(of), claims.precision());
}

double proved(const Scores& scores) {
    return scores.proved[0].share(scores.joins);
}

// --- the table ---------------------------------------------------------------------------------

// What a case comes to, over several runs: shares of all joins, errors on average. One run of
// 20,000 joins tells errors of a hundredth or less only roughly.
struct CaseFigures {
    std::int64_t joins = 0;
    Claims proved;
    Claims nearly_certain;
    Claims polls;  // what differences between polls say
    double calibration_error = 0;
    double log_loss = 0;
    double inviter_error = 0;
    double retained_error = 0;
    double covered = 0;
};

constexpr int kRuns = 6;

CaseFigures measure_runs(const Arguments& arguments, const Case& one) {
    CaseFigures sum;
    for (int run = 0; run < kRuns; ++run) {
        Arguments seeded = arguments;
        seeded.seed += static_cast<std::uint64_t>(run);
        const Outcome outcome = measure(seeded, one);
        const Scores& s = outcome.scores;
        sum.joins += s.joins;
        sum.proved += s.proved[0];
        sum.nearly_certain += s.nearly_certain;
        sum.polls += poll_strict(outcome.trace);
        sum.calibration_error += s.calibration_error / kRuns;
        sum.log_loss += s.log_loss / kRuns;
        sum.inviter_error += s.inviter_error / kRuns;
        sum.retained_error += s.retained_error / kRuns;
        sum.covered += s.covered / kRuns;
    }
    return sum;
}

void print_line(const std::string& name, const CaseFigures& s) {
    fmt::print("{:<14} {:>6.1f} {:>13} {:>6.4f} {:>6.3f} {:>5.2f} {:>5.2f}  {:>13}\n",
               name,
               s.proved.share(s.joins),
               at(s.nearly_certain, s.joins),
               s.calibration_error,
               s.log_loss,
               s.inviter_error,
               s.retained_error,
               at(s.polls, s.joins));
    std::fflush(stdout);
}

void print_heading(const std::string& title) {
    fmt::print("\n{}\n{:<14} {:>6} {:>13} {:>6} {:>6} {:>5} {:>5}  {:>13}\n",
               title,
               "joins, polls",
               "proved",
               "p>=.99",
               "ECE",
               "loss",
               "inv%",
               "ret%",
               "poll diff");
}

// What a bot that is always online makes of the same joins, by the lag of the counters.
void print_bots(const Arguments& arguments) {
    fmt::print(
        "\nEvent bots at 20 joins/h, by the mean lag of Discord's counters\n"
        "{:<14} {:>16} {:>16} {:>20}\n",
        "lag",
        "first match",
        "careful",
        "p>=.99, 1 min polls");
    for (const int lag : {0, 200, 1'000}) {
        Case one = make_case(20, minutes{1}, Declared::nothing);
        one.laws.lag_mean = std::chrono::milliseconds{lag};
        const Outcome outcome = measure(arguments, one);
        const Scores& s = outcome.scores;
        fmt::print("{:<14} {:>16} {:>16} {:>20}\n",
                   fmt::format("{:g} s", lag / 1e3),
                   at(event_first_match(outcome.trace), s.joins),
                   at(event_careful(outcome.trace), s.joins),
                   at(s.nearly_certain, s.joins));
    }
    fmt::print("\n");
}

// --- the grid ----------------------------------------------------------------------------------

constexpr double kRates[] = {1, 5, 20, 100, 1'000};
constexpr int kMinutes[] = {1, 5, 15, 60};

struct Worst {
    double calibration_error = 0;
    double calibration_error_light = 0;  // where few joins fall between two polls
    double inviter_error = 0;
    double retained_error = 0;
    double covered = 100;
};

bool is_light(const TraceLaws& laws) {
    const double load = laws.joins_per_hour * std::chrono::duration<double>(laws.period).count();
    return load <= 2 * 3600 && laws.period <= minutes{15};
}

void take_worst(Worst& worst, const TraceLaws& laws, const CaseFigures& figures) {
    worst.calibration_error = std::max(worst.calibration_error, figures.calibration_error);
    if (is_light(laws)) {
        worst.calibration_error_light =
            std::max(worst.calibration_error_light, figures.calibration_error);
    }
    worst.inviter_error = std::max(worst.inviter_error, figures.inviter_error);
    worst.retained_error = std::max(worst.retained_error, figures.retained_error);
    worst.covered = std::min(worst.covered, figures.covered);
}

Worst measure_grid(const Arguments& arguments, Declared declared, const std::string& title) {
    print_heading(title);
    Worst worst;
    for (const double rate : kRates) {
        for (const int period : kMinutes) {
            const bool beyond =
                declared == Declared::both ? rate < 5 || period > 5 : rate >= 1'000 && period == 60;
            if (beyond) {
                continue;
            }
            const Case one = make_case(rate, minutes{period}, declared);
            const CaseFigures figures = measure_runs(arguments, one);
            print_line(one.name, figures);
            take_worst(worst, one.laws, figures);
            if (arguments.quick) {
                break;
            }
        }
    }
    return worst;
}

void measure_grids(const Arguments& arguments, Targets& targets) {
    const Worst open =
        measure_grid(arguments,
                     Declared::nothing,
                     "Nothing declared: 5 % come without an invite, 20 % leave soon");
    const Worst closed =
        measure_grid(arguments, Declared::closed, "Declared closed: everybody has an invite");
    const Worst seen = measure_grid(
        arguments, Declared::no_ghosts, "Declared no_ghosts: everybody who joined was seen");
    const Worst both = measure_grid(arguments, Declared::both, "Both declared");
    fmt::print("\n");
    const auto worst = [&](double Worst::*figure) {
        return std::max({open.*figure, closed.*figure, seen.*figure, both.*figure});
    };
    targets.add("7",
                "ECE, all of the grid",
                worst(&Worst::calibration_error),
                Wanted::at_most,
                0.012,
                "",
                4);
    targets.add("7",
                "ECE, 2 joins a poll, polls to 15 min",
                worst(&Worst::calibration_error_light),
                Wanted::at_most,
                0.004,
                "",
                4);
    targets.add(
        "9", "joins per inviter, L1, open", open.inviter_error, Wanted::at_most, 3, " %", 2);
    targets.add("9", "  closed", closed.inviter_error, Wanted::at_most, 1.5, " %", 2);
    targets.add("9", "  closed and no ghosts", both.inviter_error, Wanted::at_most, 0.1, " %", 2);
    targets.add(
        "10", "retained per inviter, L1, open", open.retained_error, Wanted::at_most, 3, " %", 2);
    targets.add("10", "  90 % interval holds the truth", open.covered, Wanted::at_least, 88, " %");
}

// --- single rows -------------------------------------------------------------------------------

struct ShareTarget {
    double rate;
    Duration period;
    double share;
    double precision = 0;
};

void measure_proved_shares(const Arguments& arguments, Targets& targets) {
    for (const ShareTarget& row : {ShareTarget{1, minutes{5}, 93},
                                   ShareTarget{5, minutes{5}, 71},
                                   ShareTarget{20, minutes{1}, 74},
                                   ShareTarget{20, minutes{5}, 27}}) {
        const Case one = make_case(row.rate, row.period, Declared::closed);
        const Scores scores = measure(arguments, one).scores;
        targets.add(
            "4", "proved, closed, " + one.name, proved(scores), Wanted::at_least, row.share, " %");
    }
    for (const ShareTarget& row : {ShareTarget{5, seconds{10}, 98},
                                   ShareTarget{20, seconds{10}, 94},
                                   ShareTarget{100, seconds{10}, 75}}) {
        Case one = make_case(row.rate, row.period, Declared::closed);
        one.laws.lag_bound = one.calibration.lag_bound = seconds{2};
        const Scores scores = measure(arguments, one).scores;
        targets.add(
            "5", "proved, closed, " + one.name, proved(scores), Wanted::at_least, row.share, " %");
    }
}

void measure_nearly_certain(const Arguments& arguments, Targets& targets) {
    for (const ShareTarget& row : {ShareTarget{5, minutes{1}, 92, 99.9},
                                   ShareTarget{20, minutes{1}, 74, 99.8},
                                   ShareTarget{20, minutes{5}, 22, 99.0}}) {
        const Case one = make_case(row.rate, row.period, Declared::nothing);
        const Scores scores = measure(arguments, one).scores;
        targets.add("6",
                    "p >= .99, open, " + one.name,
                    scores.nearly_certain.share(scores.joins),
                    Wanted::at_least,
                    row.share,
                    " %");
        targets.add("6",
                    "  right",
                    scores.nearly_certain.precision(),
                    Wanted::at_least,
                    row.precision,
                    " %",
                    2);
    }
}

int run(const Arguments& arguments) {
    Targets targets;
    if (arguments.wants("grid")) {
        measure_grids(arguments, targets);
    }
    if (arguments.wants("bots")) {
        print_bots(arguments);
    }
    if (arguments.wants("proofs")) {
        measure_proofs(arguments, targets);
    }
    if (arguments.wants("exact")) {
        measure_exactness(arguments, targets);
    }
    if (arguments.wants("shares")) {
        measure_proved_shares(arguments, targets);
        measure_nearly_certain(arguments, targets);
    }
    if (arguments.wants("oracle")) {
        measure_oracle(arguments, targets);
    }
    if (arguments.wants("guard")) {
        measure_guard(arguments, targets);
    }
    return targets.finish(arguments);
}

}  // namespace
}  // namespace invitectl::bench

int main(int argc, char** argv) {
    using namespace invitectl::bench;
    return run(parse_arguments(
        argc, argv, {"grid", "bots", "proofs", "exact", "shares", "oracle", "guard"}));
}
