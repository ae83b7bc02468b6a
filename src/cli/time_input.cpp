#include "invitectl/cli/time_input.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <date/date.h>
#include <date/tz.h>
#include <optional>

namespace invitectl::cli {
namespace {

using LocalTime = date::local_time<Duration>;

// Times of day and dates as the clocks of one zone show them. UTC needs no zone database, which
// takes milliseconds to read.
class Zone {
  public:
    explicit Zone(const std::string& name) : zone_(name == "UTC" ? nullptr : locate(name)) {}

    LocalTime local(Instant t) const {
        return zone_ == nullptr ? LocalTime{t.time_since_epoch()} : zone_->to_local(t);
    }

    // The earlier one where clocks show a time twice, the first moment after the gap where never.
    Instant instant(LocalTime t) const {
        return zone_ == nullptr ? Instant{t.time_since_epoch()}
                                : zone_->to_sys(t, date::choose::earliest);
    }

    bool is_utc() const { return zone_ == nullptr; }

    std::chrono::seconds offset(Instant t) const {
        return zone_ == nullptr ? std::chrono::seconds{0} : zone_->get_info(t).offset;
    }

    std::string abbreviation(Instant t) const {
        return zone_ == nullptr ? "" : zone_->get_info(t).abbrev;
    }

  private:
    static const date::time_zone* locate(const std::string& name) {
        try {
            return date::locate_zone(name);
        } catch (const std::exception&) {
            throw Error(ErrorCode::bad_value,
                        "there is no time zone \"" + name + "\"",
                        "zones have names of the IANA database, such as Europe/Berlin",
                        "ls /usr/share/zoneinfo");
        }
    }

    const date::time_zone* zone_;
};

date::local_days today(Instant now, const Zone& zone) {
    return date::floor<date::days>(zone.local(now));
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

std::optional<Instant> named_day(std::string_view text, Instant now, const Zone& zone) {
    constexpr std::array<std::string_view, 7> kWeekdays = {
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    const date::local_days day = today(now, zone);
    const std::string word = lower(text);
    if (word == "now") {
        return now;
    }
    if (word == "today") {
        return zone.instant(day);
    }
    if (word == "yesterday") {
        return zone.instant(day - date::days{1});
    }
    const auto found = std::ranges::find(kWeekdays, word);
    if (found == kWeekdays.end()) {
        return {};
    }
    const date::weekday wanted{static_cast<unsigned>(found - kWeekdays.begin())};
    return zone.instant(day - (date::weekday{day} - wanted));
}

// The day of the month is kept where the month has it, else its last day is taken.
LocalTime months_before(LocalTime t, int months) {
    const auto day = date::floor<date::days>(t);
    const auto time_of_day = t - LocalTime{day};
    date::year_month_day date{day};
    date -= date::months{months};
    if (!date.ok()) {
        date = date.year() / date.month() / date::last;
    }
    return LocalTime{date::local_days{date}} + time_of_day;
}

constexpr std::int64_t kMostYears = 1000;

// "7d": whole days and longer go by the calendar of the zone, so that the time of day stays; "1.5h"
// and "1.5d" are lengths.
std::optional<Instant> ago(std::string_view text, Instant now, const Zone& zone) {
    std::int64_t count = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc{} || count < 0 || text.empty() || text.front() == '-') {
        return {};
    }
    constexpr std::int64_t kMostDays = kMostYears * 366;
    constexpr std::chrono::seconds kLongest{kMostDays * 86'400};
    const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    const bool is_clock_time = unit == "s" || unit == "m" || unit == "h" || unit.starts_with('.');
    if (is_clock_time) {
        const auto length = parse_duration(text);
        return length && *length <= kLongest ? std::optional(now - *length) : std::nullopt;
    }
    if ((unit == "d" && count <= kMostDays) || (unit == "w" && count <= kMostDays / 7)) {
        const std::int64_t days = unit == "w" ? count * 7 : count;
        return zone.instant(zone.local(now) - date::days{days});
    }
    if ((unit == "mo" && count <= kMostYears * 12) || (unit == "y" && count <= kMostYears)) {
        const std::int64_t months = unit == "y" ? count * 12 : count;
        return zone.instant(months_before(zone.local(now), static_cast<int>(months)));
    }
    return {};
}

std::optional<int> digits(std::string_view text) {
    int value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    const bool whole = error == std::errc{} && rest == end && text.front() != '-';
    return whole ? std::optional<int>(value) : std::nullopt;
}

// "2026-08-01"
std::optional<Instant> calendar_date(std::string_view text, const Zone& zone) {
    constexpr std::size_t kLength = 10;
    if (text.size() != kLength || text[4] != '-' || text[7] != '-') {
        return {};
    }
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day) {
        return {};
    }
    const date::year_month_day date{date::year{*year},
                                    date::month{static_cast<unsigned>(*month)},
                                    date::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return {};
    }
    return zone.instant(date::local_days{date});
}

// Bare numbers with fewer digits are no ids but forgotten units.
std::optional<Instant> snowflake(std::string_view text) {
    constexpr std::size_t kFewestDigits = 15;
    const auto id = text.size() >= kFewestDigits ? parse_snowflake(text) : std::nullopt;
    return id ? std::optional(snowflake_time(*id)) : std::nullopt;
}

}  // namespace

Instant parse_time(std::string_view text, Instant now, const std::string& zone_name) {
    const Zone zone(zone_name);
    if (const auto t = parse_rfc3339(text)) {
        return *t;
    }
    if (const auto t = calendar_date(text, zone)) {
        return *t;
    }
    if (const auto t = snowflake(text)) {
        return *t;
    }
    if (const auto t = ago(text, now, zone)) {
        return *t;
    }
    if (const auto t = named_day(text, now, zone)) {
        return *t;
    }
    throw Error(ErrorCode::bad_value,
                "\"" + std::string(text) + "\" is no time",
                "times look like 7d, 36h, 2w, 3mo, 1y, 2026-08-01, 2026-08-01T12:00:00Z, today, "
                "yesterday, monday or a snowflake",
                "invitectl help time");
}

void check_zone(const std::string& zone) {
    static_cast<void>(Zone(zone));
}

std::function<std::chrono::seconds(Instant)> zone_offset(const std::string& zone_name) {
    const Zone zone(zone_name);
    if (zone.is_utc()) {
        return {};
    }
    return [zone](Instant t) { return zone.offset(t); };
}

std::string format_in_zone(Instant t, const std::string& zone_name) {
    const Zone zone(zone_name);
    const std::string text =
        format_compact(Instant{zone.local(t).time_since_epoch()});  // local civil time as if UTC
    const std::string abbreviation = zone.abbreviation(t);
    return abbreviation.empty() ? text : text + " " + abbreviation;
}

}  // namespace invitectl::cli
