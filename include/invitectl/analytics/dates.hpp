// Local days and ISO weeks, and the buckets that a picture of a stretch of time is cut into.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/time_range.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace invitectl::analytics {

// Local time minus UTC at an instant; days then have 23 or 25 hours where clocks change.
using ZoneOffset = std::function<std::chrono::seconds(Instant)>;

// 0 for Monday.
std::int64_t weekday_index(std::chrono::sys_days day);

// "2026-08-01".
std::string day_text(std::chrono::sys_days day);

// "2026-W31", as ISO 8601 numbers the week that begins on this Monday: a week belongs to the year
// of its Thursday.
std::string week_text(std::chrono::sys_days monday);

// The local day of an instant. `zone` absent: UTC.
std::chrono::sys_days local_day(Instant t, const ZoneOffset& zone);

// The instant at which a local day begins.
Instant start_of(std::chrono::sys_days local_day, const ZoneOffset& zone);

// Days where the stretch is short, else ISO weeks: never many more than people can tell apart.
struct TimeBuckets {
    std::vector<Instant> starts;  // ascending; bucket i ends where the next one starts
    Instant until;                // where the last one ends
    std::vector<std::string> labels;
    bool weeks = false;

    std::size_t size() const { return starts.size(); }
    // The bucket an instant lies in; size() outside of all.
    std::size_t of(Instant t) const;
    // The place of an instant on the axis, in buckets and cut to it: 1.5 lies in the middle of the
    // second one.
    double position(Instant t) const;
};

inline constexpr std::int64_t kMostDays = 120;

// Buckets that together are exactly [from, until); none where that is empty.
TimeBuckets buckets_over(const TimeRange& range, const ZoneOffset& zone);

}  // namespace invitectl::analytics
