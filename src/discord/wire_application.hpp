// Who the bot is and what its application may see:
// https://discord.com/developers/docs/resources/application#application-object-application-flags
#pragma once

#include "invitectl/domain/person.hpp"

#include <string_view>

namespace invitectl::discord {

// Both throw FieldError.
bool read_members_intent(std::string_view application);
Person read_self(std::string_view user);

}  // namespace invitectl::discord
