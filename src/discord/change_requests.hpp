// The requests that change something, with their bodies.
//
// Error(bad_value) for what Discord is known to refuse: reasons that are empty or longer than 512
// characters, messages that are empty or too long, names that do not fit.
#pragma once

#include "invitectl/ports/invite_admin.hpp"

#include "discord/routes.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace invitectl::discord {

Request create_invite(ChannelId channel, const NewInvite& wanted, const std::string& reason);
Request delete_invite(const InviteCode& code, const std::string& reason);

Request create_role(GuildId guild, const std::string& name, const std::string& reason);
Request add_role(GuildId guild, UserId user, RoleId role, const std::string& reason);
Request remove_role(GuildId guild, UserId user, RoleId role, const std::string& reason);

Request kick_member(GuildId guild, UserId user, const std::string& reason);
Request ban_member(GuildId guild,
                   UserId user,
                   std::chrono::seconds delete_messages,
                   const std::string& reason);
Request unban_member(GuildId guild, UserId user, const std::string& reason);

Request post_message(ChannelId channel, std::string_view text, std::string_view nonce);
Request edit_message(ChannelId channel, MessageId message, std::string_view text);
Request delete_message(ChannelId channel, MessageId message, const std::string& reason);
Request ask_message(ChannelId channel, MessageId message);
Request direct_channel(UserId user);

}  // namespace invitectl::discord
