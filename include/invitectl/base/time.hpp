// Time as the whole program means it: microseconds since 1970 in UTC, Discord's resolution.
#pragma once

#include <chrono>
#include <cstdint>

namespace invitectl {

using Duration = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Duration>;

constexpr std::int64_t to_micros(Instant t) {
    return t.time_since_epoch().count();
}
constexpr Instant from_micros(std::int64_t us) {
    return Instant{Duration{us}};
}

}  // namespace invitectl
