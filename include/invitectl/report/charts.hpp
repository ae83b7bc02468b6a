// The figures of boards, counts and retention as pictures.
#pragma once

#include "invitectl/analytics/stats.hpp"
#include "invitectl/report/leaderboard.hpp"
#include "invitectl/report/picture.hpp"
#include "invitectl/report/retention.hpp"

#include <vector>

namespace invitectl::report {

// A bar per row with joins, split by outcome.
SplitBars board_bars(const LeaderboardInput& input);

// A bar per bucket, split by outcome.
SplitBars stats_bars(const std::vector<analytics::StatsRow>& rows);

// A row per row of the retention, a cell per day: shaded by the share, hatched where nobody has got
// so far, greyed where joins are few.
HeatGrid retention_grid(const RetentionInput& input);

}  // namespace invitectl::report
