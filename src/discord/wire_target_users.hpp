// GET /invites/{code}/target-users: a CSV with the one column user_id.
// https://discord.com/developers/docs/resources/invite#get-target-users
#pragma once

#include "invitectl/domain/snowflake.hpp"

#include <string_view>
#include <vector>

namespace invitectl::discord {

// In the order in which they came. Throws FieldError.
std::vector<UserId> read_target_users(std::string_view body);

}  // namespace invitectl::discord
