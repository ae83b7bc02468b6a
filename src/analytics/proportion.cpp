#include "invitectl/analytics/proportion.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::analytics {

Interval wilson(double successes, double trials) {
    constexpr double kZ = 1.959963984540054;  // 97.5 % of a normal distribution lie below
    if (trials <= 0) {
        return {};
    }
    const double p = successes / trials;
    const double weight = kZ * kZ / trials;
    const double centre = (p + weight / 2) / (1 + weight);
    const double reach =
        kZ / (1 + weight) * std::sqrt(std::max(0.0, p * (1 - p)) / trials + weight / (4 * trials));
    return {std::max(0.0, centre - reach), std::min(1.0, centre + reach)};
}

}  // namespace invitectl::analytics
