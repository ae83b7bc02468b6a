// Guilds, whole and as the bot's own list shows them:
// https://discord.com/developers/docs/resources/guild#guild-object
// https://discord.com/developers/docs/resources/user#get-current-user-guilds
#pragma once

#include "invitectl/domain/guild.hpp"

#include <string_view>
#include <vector>

namespace invitectl::discord {

// Both throw FieldError.
Guild read_guild(std::string_view body);
std::vector<GuildMembership> read_memberships(std::string_view body, GuildId after);

}  // namespace invitectl::discord
