#include "invitectl/base/time_text.hpp"

#include <array>
#include <charconv>
#include <fmt/core.h>
#include <limits>

namespace invitectl {
namespace {

using namespace std::chrono;

// Reads exactly `digits` digits at `pos` and moves past them.
std::optional<int> take_number(std::string_view text, std::size_t& pos, std::size_t digits) {
    if (pos + digits > text.size()) {
        return {};
    }
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const char c = text[pos + i];
        if (c < '0' || c > '9') {
            return {};
        }
        value = value * 10 + (c - '0');
    }
    pos += digits;
    return value;
}

bool take_char(std::string_view text, std::size_t& pos, std::string_view allowed) {
    if (pos >= text.size() || allowed.find(text[pos]) == std::string_view::npos) {
        return false;
    }
    ++pos;
    return true;
}

std::optional<Duration> take_fraction(std::string_view text, std::size_t& pos) {
    if (pos >= text.size() || text[pos] != '.') {
        return Duration{0};
    }
    ++pos;
    std::int64_t micros = 0;
    std::size_t digits = 0;
    for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos, ++digits) {
        if (digits < 6) {
            micros = micros * 10 + (text[pos] - '0');
        }
    }
    if (digits == 0 || digits > 9) {
        return {};
    }
    for (std::size_t i = digits; i < 6; ++i) {
        micros *= 10;
    }
    return Duration{micros};
}

// "Z" or "+hh:mm": what to subtract to reach UTC.
std::optional<minutes> take_zone(std::string_view text, std::size_t& pos) {
    if (take_char(text, pos, "Zz")) {
        return minutes{0};
    }
    const bool west = pos < text.size() && text[pos] == '-';
    if (!take_char(text, pos, "+-")) {
        return {};
    }
    const auto hour = take_number(text, pos, 2);
    if (!hour || !take_char(text, pos, ":")) {
        return {};
    }
    const auto minute = take_number(text, pos, 2);
    if (!minute || *hour > 23 || *minute > 59) {
        return {};
    }
    const minutes offset = hours{*hour} + minutes{*minute};
    return west ? -offset : offset;
}

std::optional<sys_days> make_date(int y, int m, int d) {
    const year_month_day date{
        year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!date.ok()) {
        return {};
    }
    return sys_days{date};
}

struct Clock {
    int hour, minute, second;
};

std::optional<Clock> take_clock(std::string_view text, std::size_t& pos) {
    const auto h = take_number(text, pos, 2);
    if (!h || !take_char(text, pos, ":")) {
        return {};
    }
    const auto m = take_number(text, pos, 2);
    if (!m || !take_char(text, pos, ":")) {
        return {};
    }
    const auto s = take_number(text, pos, 2);
    if (!s || *h > 23 || *m > 59 || *s > 60) {  // 60: a leap second, read as the next second
        return {};
    }
    return Clock{*h, *m, *s};
}

Instant assemble(sys_days date, const Clock& clock) {
    return Instant{date} + hours{clock.hour} + minutes{clock.minute} + seconds{clock.second};
}

struct Civil {
    int year, hour, minute, second;
    unsigned month, day, weekday;
    std::int64_t micros;
};

Civil to_civil(Instant t) {
    const auto date = floor<days>(t);
    const year_month_day ymd{date};
    const hh_mm_ss clock{t - date};
    return {static_cast<int>(ymd.year()),
            static_cast<int>(clock.hours().count()),
            static_cast<int>(clock.minutes().count()),
            static_cast<int>(clock.seconds().count()),
            static_cast<unsigned>(ymd.month()),
            static_cast<unsigned>(ymd.day()),
            weekday{date}.c_encoding(),
            clock.subseconds().count()};
}

constexpr int kLastYear = 9999;

void append_digits(std::string& out, unsigned value, std::size_t count) {
    constexpr std::size_t kMost = 6;
    std::array<char, kMost> digits{};
    for (std::size_t i = count; i > 0; --i) {
        digits.at(i - 1) = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    out.append(digits.data(), count);
}

constexpr std::array<std::string_view, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct Unit {
    std::string_view suffix;
    Duration length;
};
// Longest first; format_duration skips the week, since "7d" is how the settings speak.
constexpr std::array<Unit, 5> kUnits = {
    {{"w", weeks{1}}, {"d", days{1}}, {"h", hours{1}}, {"m", minutes{1}}, {"s", seconds{1}}}};

}  // namespace

std::optional<Instant> parse_rfc3339(std::string_view text) {
    std::size_t pos = 0;
    const auto y = take_number(text, pos, 4);
    if (!y || !take_char(text, pos, "-")) {
        return {};
    }
    const auto m = take_number(text, pos, 2);
    if (!m || !take_char(text, pos, "-")) {
        return {};
    }
    const auto d = take_number(text, pos, 2);
    if (!d || !take_char(text, pos, "Tt ")) {
        return {};
    }
    const auto date = make_date(*y, *m, *d);
    const auto clock = take_clock(text, pos);
    if (!date || !clock) {
        return {};
    }
    const auto fraction = take_fraction(text, pos);
    if (!fraction) {
        return {};
    }
    const auto zone = take_zone(text, pos);
    if (!zone || pos != text.size()) {
        return {};
    }
    return assemble(*date, *clock) + *fraction - *zone;
}

// Written by hand: an export formats several times in each of millions of rows.
void append_rfc3339(std::string& out, Instant t) {
    const Civil c = to_civil(t);
    if (c.year < 0 || c.year > kLastYear) {
        out += fmt::format("{:04}", c.year);
    } else {
        append_digits(out, static_cast<unsigned>(c.year), 4);
    }
    out += '-';
    append_digits(out, c.month, 2);
    out += '-';
    append_digits(out, c.day, 2);
    out += 'T';
    append_digits(out, static_cast<unsigned>(c.hour), 2);
    out += ':';
    append_digits(out, static_cast<unsigned>(c.minute), 2);
    out += ':';
    append_digits(out, static_cast<unsigned>(c.second), 2);
    if (c.micros != 0) {
        out += '.';
        append_digits(out, static_cast<unsigned>(c.micros), 6);
    }
    out += 'Z';
}

std::string format_rfc3339(Instant t) {
    std::string out;
    append_rfc3339(out, t);
    return out;
}

std::optional<Instant> parse_http_date(std::string_view text) {
    std::size_t pos = text.find(", ");
    if (pos == std::string_view::npos) {
        return {};
    }
    pos += 2;
    const auto d = take_number(text, pos, 2);
    if (!d || !take_char(text, pos, " ") || pos + 3 > text.size()) {
        return {};
    }
    int m = 0;
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (text.substr(pos, 3) == kMonths.at(i)) {
            m = static_cast<int>(i) + 1;
        }
    }
    pos += 3;
    if (m == 0 || !take_char(text, pos, " ")) {
        return {};
    }
    const auto y = take_number(text, pos, 4);
    if (!y || !take_char(text, pos, " ")) {
        return {};
    }
    const auto clock = take_clock(text, pos);
    const auto date = make_date(*y, m, *d);
    if (!clock || !date || text.substr(pos) != " GMT") {
        return {};
    }
    return assemble(*date, *clock);
}

std::string format_http_date(Instant t) {
    const Civil c = to_civil(t);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       kWeekdays.at(c.weekday),
                       c.day,
                       kMonths.at(c.month - 1),
                       c.year,
                       c.hour,
                       c.minute,
                       c.second);
}

std::optional<Duration> parse_duration(std::string_view text) {
    std::int64_t count = 0;
    const char* end = text.data() + text.size();
    const auto [rest, status] = std::from_chars(text.data(), end, count);
    if (status != std::errc{} || count < 0) {
        return {};
    }
    std::string_view suffix(rest, static_cast<std::size_t>(end - rest));
    std::size_t pos = 0;
    const auto fraction = take_fraction(suffix, pos);  // in millionths
    if (!fraction) {
        return {};
    }
    suffix.remove_prefix(pos);
    for (const Unit& unit : kUnits) {
        if (suffix == unit.suffix) {
            const std::int64_t length = unit.length.count();
            if (count >= std::numeric_limits<std::int64_t>::max() / length) {
                return {};
            }
            constexpr std::int64_t kMillion = 1'000'000;
            return unit.length * count + Duration{length / kMillion * fraction->count()};
        }
    }
    return {};
}

std::string format_relative(Instant t, Instant now) {
    const bool past = t <= now;
    const Duration distance = past ? now - t : t - now;
    if (distance >= days{30}) {
        return {};
    }
    for (std::size_t i = 1; i < kUnits.size(); ++i) {
        const Unit& unit = kUnits.at(i);
        if (distance >= unit.length || i + 1 == kUnits.size()) {
            const std::string length = fmt::format("{}{}", distance / unit.length, unit.suffix);
            return past ? length + " ago" : "in " + length;
        }
    }
    return {};
}

std::string format_duration(Duration d) {
    std::string out = d < Duration{0} ? "-" : "";
    Duration rest = d < Duration{0} ? -d : d;
    int shown = 0;
    for (std::size_t i = 1; i < kUnits.size() && shown < 2; ++i) {
        const Unit& unit = kUnits.at(i);
        const auto count = rest / unit.length;
        if (count == 0) {
            if (shown > 0) {
                break;  // "1d 5m" would hide the gap of hours; two neighbouring units are enough
            }
            continue;
        }
        out += fmt::format("{}{}{}", shown > 0 ? " " : "", count, unit.suffix);
        rest -= unit.length * count;
        ++shown;
    }
    return shown == 0 ? "0s" : out;
}

std::string format_compact(Instant t) {
    const Civil c = to_civil(t);
    return fmt::format(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

}  // namespace invitectl
