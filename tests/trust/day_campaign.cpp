// Whole days at one-minute polls with every fault there is, held against the truth:
//
//   INVITECTL_ROUNDS=1000 build/campaign/trust_campaign        seeds 1 to 1000
//   INVITECTL_SEED=17 build/campaign/trust_campaign            seed 17 again
#include "tests/trust/day_checks.hpp"
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace invitectl::trust {
namespace {

std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

// Every tenth guild is too large for one page.
DayPlan plan_of(std::uint64_t seed) {
    DayPlan plan;
    plan.seed = seed;
    plan.members = seed % 10 == 0 ? 1200 : 60;
    return plan;
}

TEST(WholeDays, lose_nothing_and_double_nothing) {
    const std::uint64_t first = number_of("INVITECTL_SEED", 1);
    const std::uint64_t rounds = number_of("INVITECTL_ROUNDS", 1);
    for (std::uint64_t seed = first; seed < first + rounds; ++seed) {
        SCOPED_TRACE("INVITECTL_SEED=" + std::to_string(seed));
        Day day(plan_of(seed));
        day.run();
        expect_trust(day);
        if (::testing::Test::HasFailure()) {
            std::cout << "seed " << seed << " failed\n";
            break;
        }
    }
}

}  // namespace
}  // namespace invitectl::trust
