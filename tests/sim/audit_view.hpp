// The audit log as its readers see it: 45 days of it, in pages.
#pragma once

#include "tests/sim/guild_state.hpp"

#include <set>
#include <vector>

namespace invitectl::sim {

inline constexpr Duration kAuditHorizon = std::chrono::hours{24 * 45};

// Oldest first, ids above `after`, at most `most`.
std::vector<const AuditState*> audit_after(const GuildState& guild,
                                           AuditEntryId after,
                                           Instant now,
                                           std::size_t most);

// Whom Discord names beside the entries: actors, targets, and inviters who are still members.
// https://github.com/discord/discord-api-docs/issues/265
std::set<UserId> people_in(const GuildState& guild, const std::vector<AuditEntry>& entries);

}  // namespace invitectl::sim
