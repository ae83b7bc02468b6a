// GET /channels/{channel}/messages: a list, newest first.
// https://discord.com/developers/docs/resources/message#message-object
#pragma once

#include "invitectl/ports/readers.hpp"

#include <string_view>
#include <vector>

namespace invitectl::discord {

// In the order in which they came. Throws FieldError.
std::vector<Message> read_messages(std::string_view body);

// The page behind `after`, in order. Throws FieldError also for a message at or before `after`, or
// twice: the page would leave others out.
MessagePage read_message_page(std::string_view body, MessageId after, std::size_t limit);

}  // namespace invitectl::discord
