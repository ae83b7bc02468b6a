#include "invitectl/workflow/abilities.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace invitectl::workflow {

namespace {

// https://discord.com/developers/docs/topics/permissions
constexpr std::uint64_t kKick = 1ULL << 1U;
constexpr std::uint64_t kBan = 1ULL << 2U;
constexpr std::uint64_t kManageRoles = 1ULL << 28U;

constexpr std::array<Ability, 10> kAbilities = {{
    {"read-invites", permission::kManageGuild, "Manage Server", false, "sync: counters of invites"},
    {"read-vanity", permission::kManageGuild, "Manage Server", false, "sync: the server's own URL"},
    {"read-members", 0, "", true, "sync: who joined and left"},
    {"read-audit-log",
     permission::kViewAuditLog,
     "View Audit Log",
     false,
     "sync: deletions, kicks"},
    {"read-messages",
     permission::kReadHistory,
     "Read Message History",
     false,
     "join messages, activity"},
    {"create-invite", permission::kCreateInvite, "Create Invite", false, "invite create"},
    {"delete-invite", permission::kManageGuild, "Manage Server", false, "invite delete"},
    {"manage-roles", kManageRoles, "Manage Roles", false, "marker roles, level roles"},
    {"kick", kKick, "Kick Members", false, "member kick"},
    {"ban", kBan, "Ban Members", false, "member ban"},
}};

}  // namespace

std::span<const Ability> abilities() {
    return kAbilities;
}

const Ability& find_ability(std::string_view action) {
    const auto found = std::ranges::find(kAbilities, action, &Ability::action);
    if (found != kAbilities.end()) {
        return *found;
    }
    std::vector<std::string> actions;
    for (const Ability& ability : kAbilities) {
        actions.emplace_back(ability.action);
    }
    const auto near = nearest(action, actions);
    throw Error(ErrorCode::not_found,
                "there is no action \"" + std::string(action) + "\"",
                near ? "the nearest is " + *near : "",
                "invitectl auth can-i");
}

bool has_ability(const Ability& ability, std::uint64_t permissions, const BotIdentity& bot) {
    return permission::has(permissions, ability.permission) &&
           (!ability.members_intent || bot.members_intent);
}

}  // namespace invitectl::workflow
