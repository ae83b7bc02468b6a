// Sums of probabilities that do not depend on the order in which they are added, so that a board
// says the same to the last digit however its joins are stored.
#pragma once

#include <cmath>
#include <cstdint>

namespace invitectl::analytics {

// A probability, or a sum of up to nine thousand million of them, in thousand-millionths.
using Mass = std::int64_t;

inline constexpr Mass kMassOfOne = 1'000'000'000;

inline Mass mass_of(double p) {
    return std::llround(p * static_cast<double>(kMassOfOne));
}
inline Mass mass_of_joins(std::int64_t joins) {
    return joins * kMassOfOne;
}
inline double sum_of(Mass mass) {
    return static_cast<double>(mass) / static_cast<double>(kMassOfOne);
}

}  // namespace invitectl::analytics
