// Parts of the solver's bench.
#pragma once

#include "invitectl/reconcile/attribute.hpp"

#include "tests/bench/guild_trace.hpp"
#include "tests/bench/yardstick.hpp"

namespace invitectl::bench {

inline constexpr reconcile::ReservedSources kReserved{1, 2, 3};

void measure_store(const Arguments& arguments, Targets& targets);

}  // namespace invitectl::bench
