// Times as people type them, and as they read them in their own zone.
#pragma once

#include "invitectl/base/time.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace invitectl::cli {

// "7d", "36h", "1.5h", "2w", "3mo", "1y" (before `now`), "2026-08-01", RFC 3339, "now", "today",
// "yesterday", "monday" … "sunday" (the latest one, today included) or a snowflake (its creation
// time). Days are those of the zone, an IANA name: "7d" is the same time of day a week ago, even
// across a change of clocks; a date is its first instant there. Throws Error(bad_value).
Instant parse_time(std::string_view text, Instant now, const std::string& zone);

// Throws Error(bad_value) for a zone that does not exist.
void check_zone(const std::string& zone);

// Local time minus UTC at an instant; no function at all for UTC.
std::function<std::chrono::seconds(Instant)> zone_offset(const std::string& zone);

// "2026-08-01 14:00:05 CEST"; without the abbreviation in UTC.
std::string format_in_zone(Instant t, const std::string& zone);

}  // namespace invitectl::cli
