// The simulated Discord behind the reading ports, without HTTP.
#pragma once

#include "invitectl/ports/readers.hpp"

#include "tests/sim/world.hpp"

#include <cstdint>

namespace invitectl::sim {

struct MemoryOptions {
    // A request takes this long by the world's clock, which moves while it runs; the world is
    // looked at half-way. 0: the bracket is one instant.
    Duration latency{0};
    // Added to both ends of every bracket: a wrong idea of Discord's time.
    Duration clock_error{0};
    // Share of the calls that fail with Error(network), before anything is read.
    double missed = 0;
    std::uint64_t seed = 1;  // of `missed`
    int members_page = 1000;
    int search_page = 1000;
    int audit_page = 100;
    int message_page = 100;
    bool names = true;  // invites carry their inviter's person
};

class MemoryDiscord final : public InviteReader,
                            public MemberReader,
                            public AuditReader,
                            public GuildReader,
                            public MemberSource,
                            public MessageReader {
  public:
    explicit MemoryDiscord(World& world, const MemoryOptions& options = {});

    // The next `calls` calls fail with Error(network).
    void miss_next(int calls) { to_miss_ = calls; }
    // Every call after the next `calls` ones fails so; negative: none does.
    void miss_after(int calls) { to_answer_ = calls; }
    // The next page of members that would list this one does not.
    void hide_once(UserId user) { hidden_ = user; }
    // Calls so far, missed ones included.
    int calls() const { return calls_; }
    // Of these, for pages of members, for single ones, to members-search, and for pages of
    // messages.
    int member_pages() const { return member_pages_; }
    int member_looks() const { return member_looks_; }
    int searches() const { return searches_; }
    int message_pages() const { return message_pages_; }

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
    template <class Value, class Read>
    Timed<Value> timed(Read read);
    void begin_call();
    const GuildState& entered(GuildId guild) const;
    void require(const GuildState& guild, std::uint64_t permission, const char* name) const;

    World& world_;
    MemoryOptions options_;
    Random random_;
    int to_miss_ = 0;
    int to_answer_ = -1;
    int calls_ = 0;
    int searches_ = 0;
    int member_pages_ = 0;
    int member_looks_ = 0;
    int message_pages_ = 0;
    std::optional<UserId> hidden_;
};

}  // namespace invitectl::sim
