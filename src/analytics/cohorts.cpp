#include "invitectl/analytics/cohorts.hpp"

#include <array>

namespace invitectl::analytics {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 2> kCohorts = {"week", "month"};
constexpr days kWeek{7};

}  // namespace

std::string_view to_text(Cohort cohort) {
    return kCohorts.at(static_cast<std::size_t>(cohort));
}

std::optional<Cohort> parse_cohort(std::string_view text) {
    for (std::size_t i = 0; i < kCohorts.size(); ++i) {
        if (kCohorts.at(i) == text) {
            return static_cast<Cohort>(i);
        }
    }
    return {};
}

sys_days cohort_of(sys_days day, Cohort cohort) {
    if (cohort == Cohort::week) {
        return day - days{weekday_index(day)};
    }
    const year_month_day date{day};
    return sys_days{date.year() / date.month() / 1};
}

sys_days cohort_after(sys_days first, Cohort cohort) {
    if (cohort == Cohort::week) {
        return first + kWeek;
    }
    const year_month_day date{first};
    return sys_days{(date.year() / date.month() + std::chrono::months{1}) / 1};
}

std::string cohort_text(sys_days first, Cohort cohort) {
    constexpr std::size_t kYearAndMonth = 7;
    return cohort == Cohort::week ? week_text(first) : day_text(first).substr(0, kYearAndMonth);
}

}  // namespace invitectl::analytics
