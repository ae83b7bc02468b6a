// Joins by day, week, hour or weekday.
#pragma once

#include "invitectl/analytics/stats.hpp"
#include "invitectl/report/table.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

// `zone_name` is what the notes call the zone of the buckets ("UTC", "Europe/Berlin").
Table stats_by_time(const std::vector<analytics::StatsRow>& rows,
                    const analytics::StatsRules& rules,
                    const std::string& zone_name);

}  // namespace invitectl::report
