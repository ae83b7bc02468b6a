// What there is to say about how much of a guild's joins is known. Changes nothing.
#pragma once

#include "invitectl/analytics/coverage.hpp"
#include "invitectl/analytics/share_jumps.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/store/unseen.hpp"

#include <optional>
#include <string>
#include <vector>

namespace invitectl::workflow {

// How far back traffic is "recent".
inline constexpr std::chrono::days kRecentTraffic{28};

// Whether the counters allow a declaration to be made from the first reading on.
struct DeclarationCheck {
    std::string key;                  // "closed", "no_ghosts"
    bool on = false;                  // declared at present
    std::int64_t joins = 0;           // settled ones, the evidence
    std::int64_t contradictions = 0;  // stretches that no explanation would fit
    // Of no_ghosts: how well join messages tell of joins, as far as they can be read.
    std::optional<store::JoinMessageCheck> messages;
};

struct SourceJump {
    analytics::ShareJump jump;
    std::optional<store::StoredAssignment> assignment;  // that gives the code to this source
    std::optional<SourceId> previous;                   // the code's source without it
};

struct GuildCoverage {
    analytics::Coverage coverage;
    analytics::Traffic traffic{Duration{0}};
    Duration guard{0};                   // how far a join can stand outside its readings
    analytics::Reliability reliability;  // by the labels and statements there are
    std::vector<reconcile::Inconsistency> inconsistencies;
    std::vector<store::Gap> gaps;
    std::vector<DeclarationCheck> declarations;
    std::vector<SourceJump> jumps;
};

// Verdicts of the joins in the window, up to `now`; everything else speaks of the whole history or,
// where it says so, of the time before `now`. Works the history out three or four times without
// storing.
GuildCoverage guild_coverage(sql::Connection& database,
                             GuildId guild,
                             const TimeRange& window,
                             Instant now);

}  // namespace invitectl::workflow
