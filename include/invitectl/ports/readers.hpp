// What the program asks of Discord, read-only. The changing ports stand apart, so that a report can never
// delete an invite.
//
// Every call may block on the network and throws Error: token_rejected, missing_permission, guild_gone,
// rate_limited, network, discord_unavailable, broken_protocol, refused_by_discord. Nothing is returned
// in part: an answer was understood whole or not at all.
#pragma once

#include <optional>
#include <vector>

#include "invitectl/domain/audit_entry.hpp"
#include "invitectl/domain/bracket.hpp"
#include "invitectl/domain/guild.hpp"
#include "invitectl/domain/invite.hpp"
#include "invitectl/domain/member.hpp"

namespace invitectl {

class InviteReader {
  public:
    virtual ~InviteReader() = default;

    // Every invite of the guild, in no promised order. Invites listed without their counters (the bot
    // lacks Manage Server) are Error(invites_without_uses), never zero uses.
    virtual Timed<std::vector<Invite>> invites(GuildId guild) = 0;

    // The server's own URL; empty where the guild has none.
    virtual Timed<std::optional<Vanity>> vanity(GuildId guild) = 0;
};

// One page of members by ascending user id. `last` is the highest id of the page as Discord sent it, guests
// without a join time (who are left out of `members`) included.
struct MemberPage {
    std::vector<Member> members;
    std::optional<UserId> last;
    bool complete = false;  // shorter than asked for: there is no next page
};

class MemberReader {
  public:
    virtual ~MemberReader() = default;

    // Members with an id above `after`. Error(missing_intent) where the members intent is off.
    virtual Timed<MemberPage> members(GuildId guild, UserId after) = 0;
};

// One page of the audit log, oldest first.
struct AuditPage {
    std::vector<AuditEntry> entries;
    std::vector<Person> people;  // whom the page mentions by name
    bool complete = false;       // nothing newer at the time of the request
};

class AuditReader {
  public:
    virtual ~AuditReader() = default;

    // Entries with an id above `after` (0: from the oldest kept, 45 days back), oldest first.
    virtual Timed<AuditPage> audit_entries(GuildId guild, AuditEntryId after) = 0;
};

class GuildReader {
  public:
    virtual ~GuildReader() = default;

    virtual BotIdentity self() = 0;
    virtual std::vector<GuildMembership> guilds() = 0;
    virtual Guild guild(GuildId guild) = 0;
    virtual std::vector<Channel> channels(GuildId guild) = 0;
};

}  // namespace invitectl
