// When a member left, from the sweeps around it and from the audit log.
#pragma once

#include "invitectl/domain/spell.hpp"
#include "invitectl/ports/sql.hpp"

#include <optional>

namespace invitectl::store {

// Sweeps are timed by our idea of Discord's clock, audit entries and messages by Discord: these may
// seem to lie this much outside the sweeps around them.
inline constexpr Duration kSweepSlack = std::chrono::milliseconds{1500};

// An open spell whose user a sweep does not list, or lists with another join time.
struct MissingSpell {
    UserId user;
    Instant joined_at;
    std::optional<Instant> rejoined_at;
};

// The stretch in which it ended: after `last_seen`, when the sweep began that still saw it, and at
// or before `ended`, when this one was over, or the user's new join. Never empty, and never before
// the join: those instants are only as good as our clock.
Leave leave_between(const MissingSpell& spell, Instant last_seen, Instant ended);

// The exact leave, where the stored audit log has a kick or ban of the user within the leave of the
// spell; the earliest one counts.
std::optional<Leave> explained(
    sql::Connection& connection, GuildId guild, UserId user, Instant joined_at, const Leave& leave);

}  // namespace invitectl::store
