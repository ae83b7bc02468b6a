// GET /channels/{channel}/messages: a list, newest first.
// https://discord.com/developers/docs/resources/message#message-object
#pragma once

#include "invitectl/domain/message.hpp"

#include <string_view>
#include <vector>

namespace invitectl::discord {

// In the order in which they came. Throws FieldError.
std::vector<Message> read_messages(std::string_view body);

}  // namespace invitectl::discord
