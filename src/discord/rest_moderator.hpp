// Kicks, bans and their undoing over REST.
#pragma once

#include "invitectl/ports/moderator.hpp"

#include "discord/effect.hpp"

namespace invitectl::discord {

class RestModerator final : public Moderator {
  public:
    RestModerator(Transport& transport, Clock& clock)
        : transport_(transport), effect_(transport, clock) {}

    Change kick(GuildId guild, UserId user, const std::string& reason) override;
    Change ban(GuildId guild,
               UserId user,
               std::chrono::seconds delete_messages,
               const std::string& reason) override;
    Change unban(GuildId guild, UserId user, const std::string& reason) override;

  private:
    // False where Discord answers with that code.
    bool there(const Request& look, std::int64_t absent);

    Transport& transport_;
    Effect effect_;
};

}  // namespace invitectl::discord
