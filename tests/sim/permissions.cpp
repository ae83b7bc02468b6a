#include "tests/sim/permissions.hpp"

#include <algorithm>

namespace invitectl::sim {
namespace {

bool holds(const MemberState& member, std::int64_t role) {
    return std::ranges::find(member.roles, RoleId{role}) != member.roles.end();
}

std::uint64_t apply(std::uint64_t held, std::uint64_t allow, std::uint64_t deny) {
    return (held & ~deny) | allow;
}

}  // namespace

std::uint64_t guild_permissions(const GuildState& guild, UserId user) {
    const auto member = guild.members.find(user);
    if (member == guild.members.end()) {
        return 0;
    }
    if (user == guild.owner) {
        return kAllPermissions;
    }
    std::uint64_t held = guild.roles.front().permissions;
    for (const RoleState& role : guild.roles) {
        if (holds(member->second, role.id.value)) {
            held |= role.permissions;
        }
    }
    return (held & permission::kAdministrator) != 0 ? kAllPermissions : held;
}

std::uint64_t channel_permissions(const GuildState& guild,
                                  const ChannelState& channel,
                                  UserId user) {
    std::uint64_t held = guild_permissions(guild, user);
    if (held == 0 || held == kAllPermissions) {
        return held;
    }
    const MemberState& member = guild.members.at(user);
    std::uint64_t allow = 0;
    std::uint64_t deny = 0;
    const Overwrite* own = nullptr;
    for (const Overwrite& overwrite : channel.overwrites) {
        if (overwrite.of_role && overwrite.id == guild.id.value) {
            held = apply(held, overwrite.allow, overwrite.deny);
        } else if (overwrite.of_role && holds(member, overwrite.id)) {
            allow |= overwrite.allow;
            deny |= overwrite.deny;
        } else if (!overwrite.of_role && overwrite.id == user.value) {
            own = &overwrite;
        }
    }
    held = apply(held, allow, deny);
    return own == nullptr ? held : apply(held, own->allow, own->deny);
}

}  // namespace invitectl::sim
