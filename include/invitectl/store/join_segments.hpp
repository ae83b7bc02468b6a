// Keeping the column segments of a guild's joins current. Whoever changes a join or its answer says
// so here, in the same transaction; readers (store/join_columns.hpp) take it in at once.
//
// New joins need no word: whatever lies behind the last segment is read from its rows. Answers are
// noted by AttributionWriter (store/attributions.hpp). Writing costs by what changed, not by what
// is stored: changes wait beside their segment until fold_joins finds enough of them to write its
// columns again, and new joins become small segments, which become full ones.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/spell.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/rehearsal.hpp"

#include <optional>
#include <span>
#include <vector>

namespace invitectl::store {

// Joins up to this id lie in segments; 0: none does.
JoinId joins_in_segments(sql::Connection& connection, GuildId guild);

struct LeaveNews {
    JoinId join = 0;
    Instant joined_at;
    std::optional<Leave> leave;             // absent: there is none any more
    std::optional<Instant> joined_after{};  // as of the spell
};
// After the rows of these leaves were written.
void note_leaves(sql::Connection& connection, GuildId guild, std::span<const LeaveNews> news);

// When something else of this join changes: its time, its user, its flags (an earlier join of the
// same user that becomes known later makes it a rejoin). From its segment on joins are read from
// their rows until they are folded in again.
void take_out_of_segments(sql::Connection& connection, GuildId guild, JoinId join);

// How much may wait outside the columns.
struct FoldLimits {
    // Of a segment. Writing its leaves again costs what a thousand leaves cost by themselves, and
    // one that waits costs a board a fraction of a microsecond.
    std::int64_t leaves = 2048;
    // The same of a segment that is not full; while answers wait, its joins are counted one by one.
    // A full one takes them in at once: boards have nothing quicker than its totals.
    std::int64_t answers = 512;
    // Behind the last segment, read from three tables at some microseconds each.
    JoinId joins = 4096;
};

// Brings joins behind the last segment in, and changes, where there are enough of either.
void fold_joins(sql::Connection& connection, GuildId guild, const FoldLimits& limits = {});

// Where segments differ from the rows they were made of; at most `limit`.
std::vector<Difference> check_segments(sql::Connection& connection, GuildId guild, int limit);

}  // namespace invitectl::store
