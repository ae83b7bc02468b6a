// Roles of a guild: https://discord.com/developers/docs/topics/permissions#role-object
#pragma once

#include "invitectl/domain/role.hpp"

#include <string_view>
#include <vector>

namespace invitectl::discord {

// Both throw FieldError.
Role read_role(std::string_view body);
std::vector<Role> read_roles(std::string_view body);

}  // namespace invitectl::discord
