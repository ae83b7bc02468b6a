// Roles: marker roles that say where somebody came from, and roles given for a level. A role made
// here carries no permission. Errors: ports/invite_admin.hpp.
#pragma once

#include "invitectl/domain/role.hpp"
#include "invitectl/ports/invite_admin.hpp"

#include <string>
#include <vector>

namespace invitectl {

class RoleAdmin {
  public:
    virtual ~RoleAdmin() = default;

    virtual std::vector<Role> roles(GuildId guild) = 0;

    // Without any permission, shown apart from nobody, mentioned by nobody. Names may repeat in
    // Discord; whoever wants one of a kind looks first.
    virtual Role create(GuildId guild, const std::string& name, const std::string& reason) = 0;

    // Doing either again changes nothing. not_found where the person is no member.
    virtual void add(GuildId guild, UserId user, RoleId role, const std::string& reason) = 0;
    virtual void remove(GuildId guild, UserId user, RoleId role, const std::string& reason) = 0;
};

}  // namespace invitectl
