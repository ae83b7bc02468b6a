// The world's things as Discord writes them in JSON, complete enough for its own OpenAPI document.
#pragma once

#include "tests/sim/world.hpp"
#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace invitectl::sim {

// "2026-08-01T12:00:00.123456+00:00"; without a fraction where it is zero, as Discord writes it.
std::string discord_time(Instant t);

nlohmann::json user_view(const Person& person);
nlohmann::json me_view(const World& world);
nlohmann::json application_view(const World& world);
nlohmann::json membership_view(const World& world, const GuildState& guild, bool with_counts);
nlohmann::json guild_view(const GuildState& guild, bool with_counts);
nlohmann::json role_view(const RoleState& role);
nlohmann::json channel_view(const GuildState& guild, const ChannelState& channel);
// Without `metadata` the counters, limits and creation time are left out, as for a bot that may not
// see them.
nlohmann::json invite_view(const World& world,
                           const GuildState& guild,
                           const InviteState& invite,
                           bool metadata);
nlohmann::json member_view(const MemberState& member);
// Newest or oldest first: as given.
nlohmann::json audit_view(const World& world,
                          const GuildState& guild,
                          const std::vector<const AuditState*>& entries);
nlohmann::json message_view(const World& world,
                            const ChannelState& channel,
                            const MessageState& message);

nlohmann::json direct_channel_view(const World& world, UserId user, ChannelId channel);

}  // namespace invitectl::sim
