// Invites created and deleted over REST.
#pragma once

#include "invitectl/ports/invite_admin.hpp"
#include "invitectl/ports/readers.hpp"

#include "discord/effect.hpp"

#include <optional>
#include <unordered_set>

namespace invitectl::discord {

class RestInviteAdmin final : public InviteAdmin {
  public:
    RestInviteAdmin(Transport& transport, Clock& clock, InviteReader& invites, GuildReader& guilds)
        : effect_(transport, clock), clock_(clock), invites_(invites), guilds_(guilds) {}

    Invite create(GuildId guild,
                  ChannelId channel,
                  const NewInvite& wanted,
                  const std::string& reason) override;
    Change remove(GuildId guild, const InviteCode& code, const std::string& reason) override;
    std::vector<Invite> created_since(GuildId guild,
                                      ChannelId channel,
                                      const NewInvite& wanted,
                                      Instant since) override;

  private:
    UserId bot();
    std::optional<Invite> find_lost(GuildId guild,
                                    ChannelId channel,
                                    const NewInvite& wanted,
                                    std::chrono::nanoseconds began);

    Effect effect_;
    Clock& clock_;
    InviteReader& invites_;
    GuildReader& guilds_;
    std::optional<UserId> bot_;
    std::unordered_set<InviteCode> made_;  // by this client: none of them is a lost one
};

}  // namespace invitectl::discord
