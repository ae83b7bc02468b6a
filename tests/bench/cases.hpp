// One case of the accuracy bench: a guild by some laws, worked out under some calibration.
#pragma once

#include "invitectl/domain/calibration.hpp"

#include "tests/bench/scores.hpp"
#include "tests/bench/yardstick.hpp"

#include <string>

namespace invitectl::bench {

inline constexpr reconcile::ReservedSources kReserved{1, 2, 3};

// Some codes are assigned to 25 sources.
AssignmentTimeline some_assignments();

// What a guild can be declared to be. The laws of its life then keep the declaration.
enum class Declared { nothing, closed, no_ghosts, both };

struct Case {
    std::string name;
    TraceLaws laws;
    Calibration calibration;
};

// The guard is the true bound of the lag, the clock bound 1 s, as the tables of the targets have
// it.
Case make_case(double joins_per_hour, Duration period, Declared declared);

struct Outcome {
    Trace trace;
    reconcile::Result result;
    Scores scores;
};

// With rates learnt from the trace itself, as the program does. Does not change the declarations.
Outcome work_out(const Case& one, std::uint64_t seed);

void measure_proofs(const Arguments& arguments, Targets& targets);     // row 1
void measure_exactness(const Arguments& arguments, Targets& targets);  // rows 2 and 3
void measure_oracle(const Arguments& arguments, Targets& targets);     // row 8
void measure_guard(const Arguments& arguments, Targets& targets);      // rows 11, 12 and 12b

}  // namespace invitectl::bench
