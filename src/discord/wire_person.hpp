// A user: https://discord.com/developers/docs/resources/user#user-object
#pragma once

#include "invitectl/domain/person.hpp"

#include "discord/json_fields.hpp"

namespace invitectl::discord {

Person read_person(const Json& user);

}  // namespace invitectl::discord
