// What a member may do, by Discord's own algorithm.
// https://discord.com/developers/docs/topics/permissions#permission-hierarchy
#pragma once

#include "invitectl/domain/guild.hpp"

#include "tests/sim/guild_state.hpp"

#include <cstdint>

namespace invitectl::sim {

inline constexpr std::uint64_t kCreateInvite = 1ULL << 0U;
inline constexpr std::uint64_t kKickMembers = 1ULL << 1U;
inline constexpr std::uint64_t kBanMembers = 1ULL << 2U;
inline constexpr std::uint64_t kManageChannels = 1ULL << 4U;
inline constexpr std::uint64_t kViewChannel = 1ULL << 10U;
inline constexpr std::uint64_t kSendMessages = 1ULL << 11U;
inline constexpr std::uint64_t kManageMessages = 1ULL << 13U;
inline constexpr std::uint64_t kEmbedLinks = 1ULL << 14U;
inline constexpr std::uint64_t kReadHistory = 1ULL << 16U;
inline constexpr std::uint64_t kConnect = 1ULL << 20U;
inline constexpr std::uint64_t kManageRoles = 1ULL << 28U;
inline constexpr std::uint64_t kAllPermissions = (1ULL << 53U) - 1;

// What invitectl asks an admin for, and what posting takes.
inline constexpr std::uint64_t kUsualBotPermissions =
    permission::kAskedFor | kSendMessages | kEmbedLinks;

// Without channel overwrites.
std::uint64_t guild_permissions(const GuildState& guild, UserId user);
std::uint64_t channel_permissions(const GuildState& guild,
                                  const ChannelState& channel,
                                  UserId user);

}  // namespace invitectl::sim
