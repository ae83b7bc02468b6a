// The server's own URL: https://discord.com/developers/docs/resources/guild#get-guild-vanity-url
#pragma once

#include "invitectl/domain/invite.hpp"

#include <optional>
#include <string_view>

namespace invitectl::discord {

// Nothing where the code is null. Throws FieldError.
std::optional<Vanity> read_vanity(std::string_view body);

}  // namespace invitectl::discord
