// Times as the columns hold them: 32 bits that lose nothing which a report could ask for.
//
// Reports speak of whole seconds: windows, "now", thresholds and ages are whole. An even tick is a
// whole second, an odd one is whatever lies between two. So every comparison of a time with a whole
// second is exact, though the microseconds are gone.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <chrono>
#include <cstdint>
#include <limits>

namespace invitectl::analytics {

using Tick = std::uint32_t;

inline constexpr Tick kNever = std::numeric_limits<Tick>::max();
inline constexpr std::int64_t kTicksPerSecond = 2;

// A stretch of time; negative ones count as none, those of 68 years and more as kNever.
constexpr Tick tick_of(Duration stretch) {
    constexpr std::int64_t kSecond = 1'000'000;
    if (stretch.count() <= 0) {
        return 0;
    }
    const std::int64_t seconds = stretch.count() / kSecond;
    const std::int64_t tick = kTicksPerSecond * seconds + (stretch.count() % kSecond == 0 ? 0 : 1);
    return tick < std::int64_t{kNever} ? static_cast<Tick>(tick) : kNever;
}

inline constexpr Instant kFirstTick = from_micros(kDiscordEpochMs * 1000);

// An instant since Discord's epoch; before it, tick 0. Instant::max() is kNever.
constexpr Tick tick_of(Instant t) {
    return t <= kFirstTick ? 0 : tick_of(t - kFirstTick);
}

// The whole second at or before a tick that is an instant, in seconds since 1970.
constexpr std::int64_t unix_second(Tick instant) {
    return kDiscordEpochMs / 1000 + std::int64_t{instant} / kTicksPerSecond;
}

}  // namespace invitectl::analytics
