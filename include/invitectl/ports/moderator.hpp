// Removing people from a guild and letting them back. Errors: ports/invite_admin.hpp.
#pragma once

#include "invitectl/ports/invite_admin.hpp"

#include <chrono>
#include <string>

namespace invitectl {

class Moderator {
  public:
    virtual ~Moderator() = default;

    // `already`: no member (any more).
    virtual Change kick(GuildId guild, UserId user, const std::string& reason) = 0;

    // Also bans who is no member. Messages of the last `delete_messages` (7 days at most) go too.
    virtual Change ban(GuildId guild,
                       UserId user,
                       std::chrono::seconds delete_messages,
                       const std::string& reason) = 0;

    // `already`: not banned.
    virtual Change unban(GuildId guild, UserId user, const std::string& reason) = 0;
};

}  // namespace invitectl
