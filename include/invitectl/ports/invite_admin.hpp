// Creating and deleting invites. Apart from reading, so that a report can never delete one.
//
// Whoever calls has written down the intent before and writes down the outcome after. Beside the
// codes of ports/readers.hpp every call throws
//   outcome_unknown     the request may or may not have taken effect, and looking did not settle it
//   not_found           the channel, invite, role or person does not exist
//   refused_by_discord  Discord says no, for example because the guild has too many invites
//   bad_value           a reason or limit that Discord would not take; nothing was sent
// A request is never repeated before its effect was looked for.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/invite.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace invitectl {

// What Discord accepts: https://discord.com/developers/docs/resources/channel#create-channel-invite
// Its documentation says 7 days at most, its OpenAPI document 60 days; the larger is let through,
// and where it is refused Discord's own words are shown.
inline constexpr std::int64_t kLongestInviteAge = 5'184'000;
inline constexpr std::int64_t kMostInviteUses = 100;

struct NewInvite {
    std::int64_t max_age = 0;   // seconds; 0: never expires
    std::int64_t max_uses = 0;  // 0: unlimited
    bool temporary = false;
    std::vector<RoleId> roles{};    // given on acceptance; needs Manage Roles
    std::vector<UserId> targets{};  // only they may accept; empty: everybody
};

// What a change did. `already`: things were that way, or there was nothing left to change.
enum class Change { made, already };

class InviteAdmin {
  public:
    virtual ~InviteAdmin() = default;

    // A code of its own, even where a similar invite exists. `reason` (1 to 512 characters) goes
    // into the guild's audit log.
    virtual Invite create(GuildId guild,
                          ChannelId channel,
                          const NewInvite& wanted,
                          const std::string& reason) = 0;

    virtual Change remove(GuildId guild, const InviteCode& code, const std::string& reason) = 0;

    // Invites of this bot in that channel with these terms, created at `since` (Discord's time) or
    // later: those a lost answer may stand for. Oldest first.
    virtual std::vector<Invite> created_since(GuildId guild,
                                              ChannelId channel,
                                              const NewInvite& wanted,
                                              Instant since) = 0;
};

}  // namespace invitectl
