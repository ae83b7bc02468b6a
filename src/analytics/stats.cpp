#include "invitectl/analytics/stats.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace invitectl::analytics {
namespace {

using std::chrono::days;
using std::chrono::floor;

constexpr std::array<std::string_view, 4> kBuckets = {"day", "week", "hour", "weekday"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::int64_t kDaysInWeek = 7;
constexpr std::int64_t kHoursInDay = 24;

std::string padded(unsigned value, std::size_t digits) {
    std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::string bucket_text(Bucket bucket, std::int64_t value) {
    switch (bucket) {
        case Bucket::day:
            return day_text(std::chrono::sys_days{days{value}});
        case Bucket::week:
            return week_text(std::chrono::sys_days{days{value}});
        case Bucket::hour:
            return padded(static_cast<unsigned>(value), 2);
        case Bucket::weekday:
            break;
    }
    return std::string(kWeekdays.at(static_cast<std::size_t>(value)));
}

}  // namespace

std::string_view to_text(Bucket bucket) {
    return kBuckets.at(static_cast<std::size_t>(bucket));
}

std::optional<Bucket> parse_bucket(std::string_view text) {
    for (std::size_t i = 0; i < kBuckets.size(); ++i) {
        if (kBuckets.at(i) == text) {
            return static_cast<Bucket>(i);
        }
    }
    return {};
}

StatsBuilder::StatsBuilder(StatsRules rules)
    : rules_(std::move(rules)),
      outcomes_(rules_.outcome, rules_.now),
      window_(rules_.window, rules_.now) {}

Parts StatsBuilder::wants(const SegmentBounds& bounds) const {
    return window_.outside(bounds) ? Parts{} : outcomes_.wants(bounds) | Parts{Part::joined};
}

// The day's number for days, the Monday's for weeks, else 0..23 or 0..6.
std::int64_t StatsBuilder::bucket_of(Instant t) const {
    const std::chrono::sys_days day = local_day(t, rules_.zone);
    switch (rules_.bucket) {
        case Bucket::day:
            return day.time_since_epoch().count();
        case Bucket::week:
            return day.time_since_epoch().count() - weekday_index(day);
        case Bucket::hour:
            return floor<std::chrono::hours>(rules_.zone ? t + rules_.zone(t) - day : t - day)
                .count();
        case Bucket::weekday:
            break;
    }
    return weekday_index(day);
}

Tally& StatsBuilder::tally_at(std::int64_t second) {
    constexpr std::int64_t kQuarter = 15 * 60;
    if (tally_ == nullptr || quarter_ != second / kQuarter) {
        quarter_ = second / kQuarter;
        tally_ = &tallies_[bucket_of(Instant{std::chrono::seconds{second}})];
    }
    return *tally_;
}

void StatsBuilder::add(const JoinColumns& segment) {
    if (window_.outside(segment.bounds)) {
        return;
    }
    const bool decided = outcomes_.all_decided(segment.bounds);
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (window_.contains(segment.joined[i])) {
            tally_at(unix_second(segment.joined[i]))
                .add(decided ? outcomes_.of_decided(segment, i) : outcomes_.of(segment, i));
        }
    }
}

void StatsBuilder::fill_gaps() {
    std::int64_t first = 0;
    std::int64_t last = rules_.bucket == Bucket::hour ? kHoursInDay - 1 : kDaysInWeek - 1;
    std::int64_t step = 1;
    if (rules_.bucket == Bucket::day || rules_.bucket == Bucket::week) {
        const bool bounded = rules_.window.from != Instant::min();
        if (!bounded && tallies_.empty()) {
            return;
        }
        first = bounded ? bucket_of(rules_.window.from) : tallies_.begin()->first;
        last = bucket_of(std::min(rules_.window.until - Duration{1}, rules_.now));
        step = rules_.bucket == Bucket::week ? kDaysInWeek : 1;
    }
    for (std::int64_t bucket = first; bucket <= last; bucket += step) {
        tallies_.try_emplace(bucket);
    }
}

std::vector<StatsRow> StatsBuilder::finish() {
    fill_gaps();
    std::vector<StatsRow> rows;
    for (const auto& [bucket, tally] : tallies_) {
        rows.push_back({bucket_text(rules_.bucket, bucket), tally});
    }
    return rows;
}

}  // namespace invitectl::analytics
