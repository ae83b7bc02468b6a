// Random tests that can be repeated and made longer: INVITECTL_SEED, INVITECTL_ROUNDS.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

namespace invitectl::reconcile {

// Printed at once, so that it is known whatever happens.
inline std::uint64_t campaign_seed() {
    const char* asked = std::getenv("INVITECTL_SEED");
    const std::uint64_t seed =
        asked != nullptr ? std::strtoull(asked, nullptr, 10) : std::random_device{}();
    std::cout << "seed " << seed << std::endl;
    return seed;
}

// The first of seeds that are taken one after the other.
inline int first_seed() {
    const char* asked = std::getenv("INVITECTL_SEED");
    return asked != nullptr ? std::atoi(asked) : 1;
}

inline int rounds(int usual) {
    const char* asked = std::getenv("INVITECTL_ROUNDS");
    return asked != nullptr ? std::atoi(asked) : usual;
}

}  // namespace invitectl::reconcile
