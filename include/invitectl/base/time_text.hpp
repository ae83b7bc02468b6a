// Instants and durations as text. Reading accepts what Discord and people write; writing has one
// form each, so that the same value always gives the same bytes.
#pragma once

#include "invitectl/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace invitectl {

// RFC 3339 with a zone ("Z" or "+02:00"), with or without a fraction of up to nine digits (cut to
// microseconds). Discord writes both forms (invite `expires_at` has no fraction). Nothing for text
// that is not a valid date and time.
std::optional<Instant> parse_rfc3339(std::string_view text);

// "2026-08-01T12:00:00Z"; a fraction of six digits only where it is not zero.
std::string format_rfc3339(Instant t);
void append_rfc3339(std::string& out, Instant t);

// The value of an HTTP `Date` header ("Sat, 21 Nov 2026 10:12:59 GMT"), one second fine.
std::optional<Instant> parse_http_date(std::string_view text);
std::string format_http_date(Instant t);

// "90s", "5m", "36h", "1.5h", "7d", "2w"; a bare number is not a duration. Nothing when it does not
// fit.
std::optional<Duration> parse_duration(std::string_view text);

// The largest units that say it exactly, at most two: "7d", "1h 30m", "45s", "0s". For people.
std::string format_duration(Duration d);

// "42s ago", "3h ago", "2d ago", "in 5m" for what is less than 30 days from `now`; nothing beyond.
std::string format_relative(Instant t, Instant now);

// "2026-08-01 14:00:05", the table form, in UTC and to the second.
std::string format_compact(Instant t);

}  // namespace invitectl
