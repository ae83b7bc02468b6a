// What several handlers look up first, refusing as Discord would.
#pragma once

#include "tests/sim/api_handlers.hpp"

#include <cstdint>

namespace invitectl::sim {

// The guild of the path's first id, which the bot is in.
const GuildState& guild_of(const Call& call);
// The member of the path's second id.
const MemberState& member_of(const Call& call, const GuildState& guild);

bool bot_may(const Call& call, const GuildState& guild, std::uint64_t permission);
void require(const Call& call, const GuildState& guild, std::uint64_t permission);

// A channel of some guild the bot can see. No guild: a conversation with one person.
struct Place {
    const GuildState* guild = nullptr;
    const ChannelState* channel = nullptr;
};
Place place_of(const Call& call);
void require_in(const Call& call, const Place& place, std::uint64_t permission);

// The position of somebody's highest role; the owner stands above all.
int rank_of(const GuildState& guild, UserId user);

}  // namespace invitectl::sim
