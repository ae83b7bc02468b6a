// Messages of the bot. Nothing in them mentions anybody, whatever the text says. Errors:
// ports/invite_admin.hpp.
#pragma once

#include "invitectl/ports/invite_admin.hpp"

#include <string>
#include <string_view>

namespace invitectl {

// https://discord.com/developers/docs/resources/message#create-message
inline constexpr std::size_t kLongestMessage = 2000;  // characters
inline constexpr std::size_t kLongestNonce = 25;      // bytes

class Messenger {
  public:
    virtual ~Messenger() = default;

    // Posting again with the same nonce within some minutes gives the message that is there
    // instead of a second one, so a caller keeps the nonce with its intent. 1 to 25 visible ASCII
    // characters.
    virtual MessageId post(ChannelId channel, std::string_view text, std::string_view nonce) = 0;

    // Of an own message. not_found where it is gone.
    virtual void edit(ChannelId channel, MessageId message, std::string_view text) = 0;

    virtual Change remove(ChannelId channel, MessageId message, const std::string& reason) = 0;

    // The conversation with one person, opened where there is none. Discord wants few of these,
    // and only where the person asked for it.
    virtual ChannelId direct_channel(UserId user) = 0;
};

}  // namespace invitectl
