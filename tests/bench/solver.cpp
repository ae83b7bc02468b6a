// Time and memory of reconcile: rows 13 and 14 of the targets.
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/calibration_fit.hpp"

#include "tests/bench/solver_parts.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <random>

namespace invitectl::bench {
namespace {

// What this machine can do right now: figures are compared as multiples of it.
double sort_seconds(std::size_t count) {
    std::mt19937_64 random(7);
    std::vector<std::uint64_t> numbers(count);
    std::generate(numbers.begin(), numbers.end(), std::ref(random));
    const Stopwatch watch;
    std::sort(numbers.begin(), numbers.end());
    return watch.seconds();
}

struct Load {
    const char* name;
    double joins_per_hour;
    Duration period;
    double target;  // CPU-seconds for a million joins
};

void measure_load(const Load& load, std::size_t joins, double sort, Targets& targets) {
    TraceLaws laws;
    laws.joins_per_hour = load.joins_per_hour;
    laws.period = load.period;
    laws.joins = joins;
    laws.codes = 200;
    const Trace trace = simulate(laws, 1);
    const double before = resident_megabytes();
    reset_peak();
    const Stopwatch watch;
    std::int64_t candidates = 0;
    std::int64_t demands = 0;
    const reconcile::Result result = reconcile::reconcile(
        trace.history,
        AssignmentTimeline{},
        kReserved,
        {[&](const Attribution& answer) { candidates += std::ssize(answer.candidates); },
         [&](const reconcile::DemandOutcome&) { ++demands; }});
    const double seconds = watch.seconds();
    const double share = static_cast<double>(joins) / 1e6;
    fmt::print(
        "{}: {} joins, {} demands, {} candidates, {:.2f} s = {:.2f} sorts; facts {:.0f} MB\n",
        load.name,
        result.answered,
        demands,
        candidates,
        seconds,
        seconds / sort,
        before);
    targets.add("13",
                std::string("CPU, ") + load.name,
                seconds,
                Wanted::at_most,
                load.target * share,
                " s",
                2);
    targets.add("13",
                std::string("memory beyond the facts, ") + load.name,
                peak_megabytes() - before,
                Wanted::at_most,
                300,
                " MB",
                0);
}

void measure_loads(const Arguments& arguments, double sort, Targets& targets) {
    const std::size_t joins = arguments.quick ? 5'000 : 1'000'000;
    for (const Load& load : {Load{"20/h, 5 min", 20, std::chrono::minutes{5}, 1.5},
                             Load{"200/h, 5 min", 200, std::chrono::minutes{5}, 4},
                             Load{"1000/h, 1 min", 1'000, std::chrono::minutes{1}, 9}}) {
        measure_load(load, joins, sort, targets);
    }
}

// A raid: every window reaches into the next, so that all hang together.
void measure_chain(const Arguments& arguments, Targets& targets) {
    TraceLaws laws;
    laws.joins_per_hour = 20'000;
    laws.period = std::chrono::minutes{15};
    laws.joins = arguments.quick ? 2'000 : 50'000;
    laws.codes = 1'000;
    laws.fresh = 0;
    laws.no_invite = 0;
    Trace trace = simulate(laws, 2);
    Calibration closed;
    closed.closed = true;
    trace.history.calibrations = {closed};
    const Stopwatch watch;
    std::int64_t candidates = 0;
    reconcile::reconcile(
        trace.history,
        AssignmentTimeline{},
        kReserved,
        {[&](const Attribution& answer) { candidates += std::ssize(answer.candidates); },
         [](const reconcile::DemandOutcome&) {}});
    targets.add("14",
                "one chain of 50,000 joins by 1000 codes",
                watch.seconds(),
                Wanted::at_most,
                0.5,
                " s",
                2);
}

// Not part of the targets: it comes once per guild.
void measure_fit(const Arguments& arguments, double sort) {
    TraceLaws laws;
    laws.joins = arguments.quick ? 2'000 : 200'000;
    const Trace trace = simulate(laws, 4);
    const Stopwatch watch;
    reconcile::fit_rates(trace.history, Calibration{});
    fmt::print("fitting to the latest {} joins, once per guild: {:.2f} s = {:.2f} sorts\n",
               std::min(laws.joins, reconcile::kFitJoins),
               watch.seconds(),
               watch.seconds() / sort);
}

int run(const Arguments& arguments) {
    const double sort = sort_seconds(arguments.quick ? 100'000 : 10'000'000);
    fmt::print("sorting 10 million random 64-bit integers: {:.2f} s\n", sort);
    Targets targets;
    if (arguments.wants("loads")) {
        measure_loads(arguments, sort, targets);
    }
    if (arguments.wants("chain")) {
        measure_chain(arguments, targets);
    }
    if (arguments.wants("fit")) {
        measure_fit(arguments, sort);
    }
    if (arguments.wants("store")) {
        measure_store(arguments, targets);
    }
    return targets.finish(arguments);
}

}  // namespace
}  // namespace invitectl::bench

int main(int argc, char** argv) {
    using namespace invitectl::bench;
    return run(parse_arguments(argc, argv, {"loads", "chain", "fit", "store"}));
}
