// A half-open stretch of time: from <= t < until.
#pragma once

#include "invitectl/base/time.hpp"

namespace invitectl {

struct TimeRange {
    Instant from = Instant::min();
    Instant until = Instant::max();

    bool contains(Instant t) const { return from <= t && t < until; }
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

}  // namespace invitectl
