// Roles made, given and taken, and what the audit log says of it.
#include "tests/sim/world.hpp"

#include <algorithm>
#include <stdexcept>

namespace invitectl::sim {
namespace {

constexpr int kRoleCreate = 30;

}  // namespace

// Discord logs nothing when nothing changes.
void World::change_role(GuildState& guild,
                        UserId user,
                        const RoleState& role,
                        bool give,
                        UserId by,
                        const std::string& reason) {
    auto& held = guild.members.at(user).roles;
    const auto found = std::ranges::find(held, role.id);
    if (give == (found != held.end())) {
        return;
    }
    if (give) {
        held.push_back(role.id);
    } else {
        held.erase(found);
    }
    AuditState& entry = log(guild, audit_action::kMemberRoleUpdate, by);
    entry.entry.target = user.value;
    entry.entry.reason = reason;
    entry.changes.push_back({give ? "$add" : "$remove", std::nullopt, std::nullopt, {role}});
}

void World::give_role(
    GuildId guild, UserId user, RoleId role, UserId by, const std::string& reason) {
    GuildState& g = state(guild);
    const RoleState* given = g.role(role);
    if (given == nullptr || !g.members.contains(user)) {
        throw std::logic_error("no such role or member");
    }
    change_role(g, user, *given, true, by, reason);
}

void World::take_role(
    GuildId guild, UserId user, RoleId role, UserId by, const std::string& reason) {
    GuildState& g = state(guild);
    const RoleState* taken = g.role(role);
    if (taken == nullptr || !g.members.contains(user)) {
        throw std::logic_error("no such role or member");
    }
    change_role(g, user, *taken, false, by, reason);
}

// A new role stands at the bottom, just above everyone's.
RoleId World::create_role(GuildId guild,
                          const std::string& name,
                          std::uint64_t permissions,
                          UserId by,
                          const std::string& reason) {
    GuildState& g = state(guild);
    const RoleId id{make_id(now_)};
    for (RoleState& role : g.roles) {
        role.position += role.position > 0 ? 1 : 0;
    }
    g.roles.push_back({id, name, permissions, 1, false});
    AuditState& entry = log(g, kRoleCreate, by);
    entry.entry.target = id.value;
    entry.entry.reason = reason;
    entry.changes.push_back({"name", std::nullopt, name, {}});
    return id;
}

void World::set_bot_rank(GuildId guild, int position) {
    GuildState& g = state(guild);
    std::ranges::find(g.roles, g.bot_role, &RoleState::id)->position = position;
}

}  // namespace invitectl::sim
