// Working out attributions from what is stored, and storing them: only what is new, everything
// anew, or everything beside what is stored to compare the two. Needs no network.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/rehearsal.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace invitectl::workflow {

struct ReconcileSummary {
    std::int64_t considered = 0;    // joins that were not settled before
    std::int64_t written = 0;       // of these, joins whose answer changed
    std::int64_t unsettled = 0;     // joins that still wait for readings
    std::int64_t inconsistent = 0;  // components no explanation fits, of what was worked out
};

// What is new or unsettled. One transaction; writes nothing when nothing changed.
//
// Learns the rates once, as soon as there are joins enough. Where what has settled contradicts the
// bounds or declarations, widens or withdraws them, says so in a warning, and works out anew what
// they touched, once (workflow/calibrate.hpp).
ReconcileSummary reconcile_guild(sql::Connection& database, GuildId guild, Clock& clock, Log& log);

// The same, but learns the rates and checks bounds and declarations whatever was learnt before.
ReconcileSummary refit_guild(sql::Connection& database, GuildId guild, Clock& clock, Log& log);

// Drops everything derived and works it out from the facts, by the recorded calibrations. One
// transaction.
ReconcileSummary rebuild_guild(sql::Connection& database, GuildId guild);

// Works everything out beside what is stored and returns the first differences, at most `limit`.
// Changes nothing.
std::vector<store::Difference> verify_rebuild(sql::Connection& database, GuildId guild, int limit);

// Answers the joins anew that any of the codes could have brought, after what was decided about
// them changed: no solving, only another image of the same candidates. Returns how many answers
// changed. Inside a transaction of the caller.
std::int64_t answer_again(sql::Connection& database,
                          GuildId guild,
                          std::span<const InviteCode> codes);
// The same for these joins, after they were labelled.
std::int64_t answer_joins_again(sql::Connection& database,
                                GuildId guild,
                                const std::set<JoinId>& joins);

}  // namespace invitectl::workflow
