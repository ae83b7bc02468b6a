// A message as far as it is looked at: who wrote when and how much. The text itself is never kept.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <cstdint>

namespace invitectl {

// Values of Message::type with a meaning here; every other number is kept as it is.
// https://discord.com/developers/docs/resources/message#message-object-message-types
namespace message_type {
inline constexpr int kOrdinary = 0;
inline constexpr int kUserJoin = 7;  // Discord's own announcement; the author is who joined
inline constexpr int kReply = 19;
}  // namespace message_type

struct Message {
    MessageId id;
    ChannelId channel;
    UserId author;
    int type = message_type::kOrdinary;
    Instant at;
    std::int64_t length =
        0;  // of the text, in bytes of UTF-8; 0 without the message content intent
    bool by_program = false;  // written by a bot or through a webhook

    // Written by a person: what counts as activity.
    bool is_post() const {
        return !by_program && (type == message_type::kOrdinary || type == message_type::kReply);
    }

    friend bool operator==(const Message&, const Message&) = default;
};

}  // namespace invitectl
