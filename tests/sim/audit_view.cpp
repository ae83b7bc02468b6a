#include "tests/sim/audit_view.hpp"

#include <algorithm>

namespace invitectl::sim {
namespace {

bool targets_a_user(int action) {
    switch (action) {
        case audit_action::kMemberKick:
        case audit_action::kMemberBan:
        case audit_action::kMemberUnban:
        case audit_action::kMemberRoleUpdate:
        case audit_action::kBotAdd:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::vector<const AuditState*> audit_after(const GuildState& guild,
                                           AuditEntryId after,
                                           Instant now,
                                           std::size_t most) {
    const AuditEntryId oldest{first_snowflake_at(now - kAuditHorizon) - 1};
    auto entry = std::ranges::upper_bound(
        guild.audit, std::max(after, oldest), {}, [](const AuditState& s) { return s.entry.id; });
    std::vector<const AuditState*> page;
    for (; entry != guild.audit.end() && page.size() < most; ++entry) {
        page.push_back(&*entry);
    }
    return page;
}

std::set<UserId> people_in(const GuildState& guild, const std::vector<AuditEntry>& entries) {
    std::set<UserId> people;
    for (const AuditEntry& entry : entries) {
        if (entry.actor) {
            people.insert(*entry.actor);
        }
        if (entry.target && targets_a_user(entry.action)) {
            people.insert(UserId{*entry.target});
        }
        if (entry.invite && entry.invite->inviter &&
            guild.members.contains(*entry.invite->inviter)) {
            people.insert(*entry.invite->inviter);
        }
    }
    return people;
}

}  // namespace invitectl::sim
