// Whoever knows all laws of a simulated guild, and every burst that was planned.
#pragma once

#include "tests/bench/cases.hpp"

namespace invitectl::bench {

struct OracleScore {
    std::int64_t joins = 0;  // of components small enough to enumerate
    double oracle = 0;       // mean log-loss
    double ours = 0;
};

OracleScore against_oracle(const Case& one, std::uint64_t seed);

}  // namespace invitectl::bench
