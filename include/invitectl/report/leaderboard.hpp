// The leaderboard as a table; `stats` by source, inviter, code or channel are the same without
// ranks.
#pragma once

#include "invitectl/analytics/board.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace invitectl::report {

struct LeaderboardInput {
    analytics::Board board;
    const analytics::Dictionaries& dictionaries;  // those of the board; used by the call only
    Names names;
    // What was spent on sources in the time of the board, in hundredths: stats by source say what a
    // join cost.
    std::map<SourceId, std::int64_t> spent{};
};

// Groups in rank order, then the special rows. The notes define retained and fake with their
// thresholds, give the window and the as-of time, and say that the rows add up to the joins.
Table leaderboard(const LeaderboardInput& input);

// Counts per group, most joins first; no rule denies anything here. The board must have been made
// with Ranking::joins and no credit rules.
Table stats_by_group(const LeaderboardInput& input);

// "(open)", "(young inviter)" …: what a special row is called.
std::string special_name(const analytics::RowKey& key);

}  // namespace invitectl::report
