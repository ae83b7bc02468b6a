// Rows 1 to 3: nothing proved is wrong, and the solver gives what enumerating gives.
#include "tests/bench/cases.hpp"
#include "tests/reconcile/agreement.hpp"
#include "tests/reconcile/random_problem.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <random>

namespace invitectl::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Laws and bounds at random; the bounds hold.
Case random_case(std::mt19937_64& random) {
    const auto below = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
    constexpr double kRates[] = {1, 5, 20, 60, 200};
    constexpr int kSeconds[] = {10, 30, 60, 300, 900};
    constexpr Declared kDeclared[] = {
        Declared::nothing, Declared::closed, Declared::no_ghosts, Declared::both};
    Case one = make_case(kRates[below(5)], seconds{kSeconds[below(5)]}, kDeclared[below(4)]);
    one.laws.codes = 5 + below(100);
    one.laws.zipf = 0.5 * below(4);
    one.laws.bursts = 0.2 * below(4);
    one.laws.fresh = 0.2 * below(4);
    one.laws.vanity = 0.25 * below(2);
    one.laws.missed_polls = 0.01 + 0.1 * below(3);
    one.laws.lag_mean = milliseconds{100 + 300 * below(6)};
    one.laws.lag_bound = seconds{1 + below(10)};
    one.laws.clock_error = milliseconds{below(2'400) - 1'200};
    one.laws.evidence = 0.3 * below(2);
    one.laws.unlogged_deletions = 0.3 * below(2);
    one.calibration.lag_bound = one.laws.lag_bound + seconds{below(3)};
    one.calibration.clock_bound = milliseconds{1'500};
    return one;
}

}  // namespace

void measure_proofs(const Arguments& arguments, Targets& targets) {
    constexpr int kSettings = 120;
    const int settings = arguments.quick ? 20 : kSettings;
    std::mt19937_64 random(arguments.seed);
    std::int64_t joins = 0;
    std::int64_t proofs = 0;
    std::int64_t wrong = 0;
    std::int64_t inconsistent = 0;
    for (int i = 0; i < settings; ++i) {
        Case one = random_case(random);
        one.laws.joins = arguments.quick ? 500 : 10'500;
        Trace trace = simulate(one.laws, random());
        // Where deletions are missing from it the log is not one to be trusted.
        trace.history.coverage.awaits_audit = one.laws.unlogged_deletions <= 0;
        trace.history.calibrations = {one.calibration};
        const AssignmentTimeline assignments = some_assignments();
        const auto result = reconcile::reconcile(trace.history, assignments, kReserved);
        const Scores scores = score(trace, result, assignments, kReserved);
        joins += scores.joins;
        proofs += scores.proved[0].made;
        wrong += scores.wrong();
        inconsistent += scores.inconsistent;
        if (scores.wrong() > 0 || scores.inconsistent > 0) {
            fmt::print("setting {} ({}): {} wrong, {} inconsistent\n",
                       i,
                       one.name,
                       scores.wrong(),
                       scores.inconsistent);
        }
    }
    fmt::print("{} joins in {} settings with valid bounds, seed {}: {} codes proved\n",
               joins,
               settings,
               arguments.seed,
               proofs);
    const double fewest = arguments.quick ? 1'000 : 1'000'000;
    targets.add(
        "1", "joins simulated", static_cast<double>(joins), Wanted::at_least, fewest, "", 0);
    targets.promise("1", "wrong proofs, all levels", static_cast<double>(wrong), 0);
    targets.promise("1", "inconsistent stretches", static_cast<double>(inconsistent), 0);
}

void measure_exactness(const Arguments& arguments, Targets& targets) {
    const int wanted = arguments.quick ? 1'000 : 50'000;
    reconcile::RandomProblems problems(arguments.seed);
    int components = 0;
    int different = 0;
    double largest = 0;
    while (components < wanted) {
        const reconcile::Problem problem = problems.next();
        const reconcile::Solution solution = reconcile::solve(problem);
        for (std::uint32_t c = 0; c < solution.components.size(); ++c) {
            const auto agreement = reconcile::compare(reconcile::part_of(problem, solution, c));
            ++components;
            different += agreement.same_sets ? 0 : 1;
            largest = std::max(largest, agreement.difference);
        }
    }
    fmt::print("{} components enumerated, seed {}\n", components, arguments.seed);
    targets.promise("2", "possible sets unlike brute force", different, 0);
    targets.promise("3", "marginals, largest difference / 1e-9", largest * 1e9, 1);
}

}  // namespace invitectl::bench
