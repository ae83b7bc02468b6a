// Channels of a guild: https://discord.com/developers/docs/resources/channel#channel-object
#pragma once

#include "invitectl/domain/guild.hpp"

#include <string_view>
#include <vector>

namespace invitectl::discord {

// Throws FieldError.
std::vector<Channel> read_channels(std::string_view body);

}  // namespace invitectl::discord
