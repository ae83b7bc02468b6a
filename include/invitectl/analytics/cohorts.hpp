// Weeks and months in which people joined.
#pragma once

#include "invitectl/analytics/dates.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace invitectl::analytics {

enum class Cohort {
    week,  // ISO 8601: Monday to Sunday
    month,
};

std::string_view to_text(Cohort cohort);
std::optional<Cohort> parse_cohort(std::string_view text);

// The first local day of the cohort of a local day, the first one after it, and its name:
// "2026-W31" or "2026-08".
std::chrono::sys_days cohort_of(std::chrono::sys_days day, Cohort cohort);
std::chrono::sys_days cohort_after(std::chrono::sys_days first, Cohort cohort);
std::string cohort_text(std::chrono::sys_days first, Cohort cohort);

}  // namespace invitectl::analytics
