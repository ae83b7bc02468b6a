// What joins cost.
#pragma once

#include "invitectl/domain/money.hpp"
#include "invitectl/domain/time_range.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace invitectl::analytics {

// An amount spent evenly over a stretch of time.
struct Spending {
    Hundredths amount = 0;
    TimeRange over;
};

// What of it falls into the window. A stretch with an open end has no even share of anything, so it
// counts whole where it meets the window at all.
Hundredths spent_within(std::span<const Spending> spendings, const TimeRange& window);

// The amount for each of `people`, rounded to the nearest hundredth; nothing for nobody.
std::optional<Hundredths> per_head(Hundredths amount, std::int64_t people);

}  // namespace invitectl::analytics
