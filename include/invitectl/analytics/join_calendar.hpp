// When people join: by day, and by hour of the week.
#pragma once

#include "invitectl/analytics/dates.hpp"
#include "invitectl/analytics/outcome_columns.hpp"
#include "invitectl/domain/time_range.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <utility>

namespace invitectl::analytics {

inline constexpr std::size_t kWeekdays = 7;  // Monday first
inline constexpr std::size_t kHours = 24;

struct JoinCalendar {
    std::map<std::chrono::sys_days, std::int64_t> days;  // local days with joins
    std::array<std::array<std::int64_t, kHours>, kWeekdays> hours{};
    std::int64_t joins = 0;
};

class JoinCalendarBuilder {
  public:
    // Joins in the window, up to `now`. `zone` absent: UTC.
    JoinCalendarBuilder(const TimeRange& window, Instant now, ZoneOffset zone);

    Parts wants(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    JoinCalendar finish() { return std::move(calendar_); }

  private:
    WindowReader window_;
    ZoneOffset zone_;
    JoinCalendar calendar_;
    // Of the latest join: joins come almost in order, so its place is worth keeping.
    std::int64_t quarter_ = -1;
    std::int64_t* day_count_ = nullptr;
    std::int64_t* hour_count_ = nullptr;
};

}  // namespace invitectl::analytics
