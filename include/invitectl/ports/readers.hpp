// What the program asks of Discord, read-only. The changing ports stand apart, so that a report can
// never delete an invite.
//
// Every call may block on the network and throws Error: token_rejected, missing_permission,
// guild_gone, rate_limited, network, discord_unavailable, broken_protocol, refused_by_discord.
// Nothing is returned in part: an answer was understood whole or not at all.
#pragma once

#include "invitectl/domain/audit_entry.hpp"
#include "invitectl/domain/bracket.hpp"
#include "invitectl/domain/guild.hpp"
#include "invitectl/domain/invite.hpp"
#include "invitectl/domain/member.hpp"
#include "invitectl/domain/message.hpp"
#include "invitectl/domain/stated_source.hpp"

#include <optional>
#include <vector>

namespace invitectl {

class InviteReader {
  public:
    virtual ~InviteReader() = default;

    // Every invite of the guild, in no promised order. Invites listed without their counters (the
    // bot lacks Manage Server) are Error(invites_without_uses), never zero uses.
    virtual Timed<std::vector<Invite>> invites(GuildId guild) = 0;

    // The server's own URL; empty where the guild has none.
    virtual Timed<std::optional<Vanity>> vanity(GuildId guild) = 0;

    // Who may accept the invite; nothing where anybody may. Error(refused_by_discord) where there
    // is no such invite any more.
    virtual Timed<std::optional<std::vector<UserId>>> target_users(const InviteCode& code) = 0;
};

// One page of members by ascending user id. `last` is the highest id of the page as Discord sent
// it, guests without a join time (who are left out of `members`) included.
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

    // One of them; nothing where the user is no member. Needs no intent.
    virtual Timed<std::optional<Member>> member(GuildId guild, UserId user) = 0;
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

// A place in the order in which members joined; times count to the millisecond.
struct SearchPlace {
    Instant joined_at;
    UserId user;

    friend bool operator==(const SearchPlace&, const SearchPlace&) = default;
};

// One page of members by the time at which they joined, with what Discord says of how they came in.
struct SourcePage {
    std::vector<StatedSource> stated;  // without those of whom it says nothing
    std::optional<SearchPlace> last;   // of the page, members of whom nothing is said included
    bool complete = false;             // shorter than asked for: there is no next page
};

class MemberSource {
  public:
    virtual ~MemberSource() = default;

    // Present members who joined at `since` or later and come behind `after`, where given. Not
    // documented by Discord: ask only where the guild's setting members_search allows it, and take
    // any Error for "not said this time". Who joined some seconds ago may still be missing.
    virtual Timed<SourcePage> stated_sources(GuildId guild,
                                             Instant since,
                                             const std::optional<SearchPlace>& after) = 0;
};

// One page of the messages of a channel, oldest first.
struct MessagePage {
    std::vector<Message> messages;
    std::vector<Person> people;  // who is announced by a join message
    bool complete = false;       // shorter than asked for: nothing newer at the time of the request
};

class MessageReader {
  public:
    virtual ~MessageReader() = default;

    // Messages with an id above `after`, oldest first. Discord gives none, and says nothing, where
    // the bot lacks Read Message History. Error(missing_permission) where it may not see the
    // channel, Error(refused_by_discord) where there is none of this id.
    virtual Timed<MessagePage> messages(ChannelId channel, MessageId after) = 0;
};

class GuildReader {
  public:
    virtual ~GuildReader() = default;

    virtual BotIdentity self() = 0;
    virtual std::vector<GuildMembership> guilds() = 0;
    // Timed, because it also tells that there is no vanity URL to read.
    virtual Timed<Guild> guild(GuildId guild) = 0;
    virtual std::vector<Channel> channels(GuildId guild) = 0;
};

}  // namespace invitectl
