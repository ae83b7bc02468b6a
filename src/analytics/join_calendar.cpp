#include "invitectl/analytics/join_calendar.hpp"

namespace invitectl::analytics {
namespace {

// Clocks change, and zones differ, by whole quarters of an hour.
constexpr std::int64_t kQuarter = 15 * 60;

}  // namespace

JoinCalendarBuilder::JoinCalendarBuilder(const TimeRange& window, Instant now, ZoneOffset zone)
    : window_(window, now), zone_(std::move(zone)) {}

Parts JoinCalendarBuilder::wants(const SegmentBounds& bounds) const {
    return window_.outside(bounds) ? Parts{} : Parts{Part::joined};
}

void JoinCalendarBuilder::add(const JoinColumns& segment) {
    if (window_.outside(segment.bounds)) {
        return;
    }
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (!window_.contains(segment.joined[i])) {
            continue;
        }
        const std::int64_t second = unix_second(segment.joined[i]);
        if (day_count_ == nullptr || second / kQuarter != quarter_) {
            quarter_ = second / kQuarter;
            const Instant utc{std::chrono::seconds{second}};
            const Instant local = utc + (zone_ ? zone_(utc) : std::chrono::seconds{0});
            const auto day = std::chrono::floor<std::chrono::days>(local);
            const auto hour = std::chrono::floor<std::chrono::hours>(local - day).count();
            day_count_ = &calendar_.days[day];
            hour_count_ = &calendar_.hours.at(static_cast<std::size_t>(weekday_index(day)))
                               .at(static_cast<std::size_t>(hour));
        }
        ++*day_count_;
        ++*hour_count_;
        ++calendar_.joins;
    }
}

}  // namespace invitectl::analytics
