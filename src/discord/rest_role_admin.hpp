// Roles made, given and taken over REST.
#pragma once

#include "invitectl/ports/role_admin.hpp"

#include "discord/effect.hpp"

namespace invitectl::discord {

class RestRoleAdmin final : public RoleAdmin {
  public:
    RestRoleAdmin(Transport& transport, Clock& clock)
        : transport_(transport), effect_(transport, clock) {}

    std::vector<Role> roles(GuildId guild) override;
    Role create(GuildId guild, const std::string& name, const std::string& reason) override;
    void add(GuildId guild, UserId user, RoleId role, const std::string& reason) override;
    void remove(GuildId guild, UserId user, RoleId role, const std::string& reason) override;

  private:
    Transport& transport_;
    Effect effect_;
};

}  // namespace invitectl::discord
