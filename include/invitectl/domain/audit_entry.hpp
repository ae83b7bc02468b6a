// One entry of the audit log, reduced to what attribution needs. Its id carries its time.
// https://discord.com/developers/docs/resources/audit-log
#pragma once

#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace invitectl {

// Values of `action_type` the tool understands; every other number is kept as it is.
namespace audit_action {
inline constexpr int kGuildUpdate = 1;
inline constexpr int kChannelDelete = 12;
inline constexpr int kMemberKick = 20;
inline constexpr int kMemberPrune = 21;
inline constexpr int kMemberBan = 22;
inline constexpr int kMemberUnban = 23;
inline constexpr int kMemberRoleUpdate = 25;
inline constexpr int kBotAdd = 28;
inline constexpr int kInviteCreate = 40;
inline constexpr int kInviteUpdate = 41;
inline constexpr int kInviteDelete = 42;
}  // namespace audit_action

// What an invite entry says of its invite: 40 in `new_value`, 42 in `old_value` (there `uses` is
// the final count). Every field may be missing; Discord guarantees none of them.
struct AuditInvite {
    InviteCode code;
    std::optional<ChannelId> channel;
    std::optional<UserId> inviter;
    std::optional<std::int64_t> uses;
    std::optional<std::int64_t> max_uses;
    std::optional<std::int64_t> max_age;  // seconds
    std::optional<bool> temporary;

    friend bool operator==(const AuditInvite&, const AuditInvite&) = default;
};

struct AuditEntry {
    AuditEntryId id;
    int action = 0;
    std::optional<UserId> actor;
    std::optional<std::int64_t> target;  // user, channel, role …: what the action says
    std::optional<AuditInvite> invite;   // of actions 40 to 42 that name a code
    std::string reason;                  // empty when none was given

    Instant at() const { return id.created_at(); }
};

}  // namespace invitectl
