#include "invitectl/analytics/costs.hpp"

#include <algorithm>

namespace invitectl::analytics {
namespace {

bool is_open(const TimeRange& range) {
    return range.from == Instant::min() || range.until == Instant::max();
}

}  // namespace

Hundredths spent_within(std::span<const Spending> spendings, const TimeRange& window) {
    Hundredths sum = 0;
    for (const Spending& one : spendings) {
        const Instant from = std::max(one.over.from, window.from);
        const Instant until = std::min(one.over.until, window.until);
        if (until <= from) {
            continue;
        }
        if (is_open(one.over)) {
            sum += one.amount;
            continue;
        }
        const auto part = static_cast<long double>((until - from).count()) /
                          static_cast<long double>((one.over.until - one.over.from).count());
        sum += static_cast<Hundredths>(part * static_cast<long double>(one.amount) + 0.5L);
    }
    return sum;
}

std::optional<Hundredths> per_head(Hundredths amount, std::int64_t people) {
    if (people == 0) {
        return {};
    }
    return (amount + people / 2) / people;
}

}  // namespace invitectl::analytics
