// The reading ports on a transport: which request answers which question, and what its answer
// means.
#pragma once

#include "invitectl/ports/readers.hpp"

#include "discord/transport.hpp"

namespace invitectl::discord {

class Readers final : public InviteReader,
                      public MemberReader,
                      public AuditReader,
                      public GuildReader,
                      public MemberSource,
                      public MessageReader {
  public:
    explicit Readers(Transport& transport) : transport_(transport) {}

    Timed<std::vector<Invite>> invites(GuildId guild) override;
    Timed<std::optional<Vanity>> vanity(GuildId guild) override;
    Timed<std::optional<std::vector<UserId>>> target_users(const InviteCode& code) override;
    Timed<MemberPage> members(GuildId guild, UserId after) override;
    Timed<std::optional<Member>> member(GuildId guild, UserId user) override;
    Timed<AuditPage> audit_entries(GuildId guild, AuditEntryId after) override;

    BotIdentity self() override;
    std::vector<GuildMembership> guilds() override;
    Timed<Guild> guild(GuildId guild) override;
    std::vector<Channel> channels(GuildId guild) override;

    Timed<SourcePage> stated_sources(GuildId guild,
                                     Instant since,
                                     const std::optional<SearchPlace>& after) override;

    Timed<MessagePage> messages(ChannelId channel, MessageId after) override;

  private:
    template <class Read>
    auto ask(const Request& request, Read read);

    Transport& transport_;
};

}  // namespace invitectl::discord
