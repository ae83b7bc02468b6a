#include "invitectl/analytics/dates.hpp"

#include <algorithm>

namespace invitectl::analytics {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

constexpr std::int64_t kDaysInWeek = 7;

std::string padded(unsigned value, std::size_t digits) {
    std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::string year_text(int year) {
    return padded(static_cast<unsigned>(year), 4);
}

std::chrono::seconds offset_at(Instant t, const ZoneOffset& zone) {
    return zone ? zone(t) : std::chrono::seconds{0};
}

}  // namespace

std::int64_t weekday_index(sys_days day) {
    return std::chrono::weekday{day}.iso_encoding() - 1;
}

std::string day_text(sys_days day) {
    const std::chrono::year_month_day date{day};
    return year_text(int{date.year()}) + "-" + padded(unsigned{date.month()}, 2) + "-" +
           padded(unsigned{date.day()}, 2);
}

std::string week_text(sys_days monday) {
    const sys_days thursday = monday + days{3};
    const std::chrono::year year = std::chrono::year_month_day{thursday}.year();
    const auto day_of_year = (thursday - sys_days{year / 1 / 1}).count();
    return year_text(int{year}) + "-W" +
           padded(static_cast<unsigned>(day_of_year / kDaysInWeek + 1), 2);
}

sys_days local_day(Instant t, const ZoneOffset& zone) {
    return floor<days>(t + offset_at(t, zone));
}

Instant start_of(sys_days local_day, const ZoneOffset& zone) {
    const Instant guess{local_day};
    // The offset in force at the beginning of the day, which the first guess may miss by a change
    // of clocks.
    const Instant start = guess - offset_at(guess, zone);
    return guess - offset_at(start, zone);
}

std::size_t TimeBuckets::of(Instant t) const {
    if (starts.empty() || t < starts.front() || t >= until) {
        return size();
    }
    return static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), t) -
                                    starts.begin()) -
           1;
}

double TimeBuckets::position(Instant t) const {
    if (starts.empty() || t <= starts.front()) {
        return 0;
    }
    if (t >= until) {
        return static_cast<double>(size());
    }
    const std::size_t bucket = of(t);
    const Instant end = bucket + 1 < size() ? starts[bucket + 1] : until;
    return static_cast<double>(bucket) + static_cast<double>((t - starts[bucket]).count()) /
                                             static_cast<double>((end - starts[bucket]).count());
}

TimeBuckets buckets_over(const TimeRange& range, const ZoneOffset& zone) {
    TimeBuckets buckets;
    if (range.until <= range.from) {
        return buckets;
    }
    sys_days first = local_day(range.from, zone);
    const sys_days last = local_day(range.until - Duration{1}, zone);
    buckets.weeks = (last - first).count() >= kMostDays;
    if (buckets.weeks) {
        first -= days{weekday_index(first)};
    }
    const days step{buckets.weeks ? kDaysInWeek : 1};
    sys_days day = first;
    for (; day <= last; day += step) {
        buckets.starts.push_back(start_of(day, zone));
        buckets.labels.push_back(buckets.weeks ? week_text(day) : day_text(day));
    }
    // The first and the last one are cut to the range, so that all together are exactly it.
    buckets.starts.front() = range.from;
    buckets.until = range.until;
    return buckets;
}

}  // namespace invitectl::analytics
