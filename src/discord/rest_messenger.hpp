// The bot's messages over REST.
#pragma once

#include "invitectl/ports/messenger.hpp"

#include "discord/effect.hpp"

namespace invitectl::discord {

class RestMessenger final : public Messenger {
  public:
    RestMessenger(Transport& transport, Clock& clock)
        : transport_(transport), effect_(transport, clock) {}

    MessageId post(ChannelId channel, std::string_view text, std::string_view nonce) override;
    void edit(ChannelId channel, MessageId message, std::string_view text) override;
    Change remove(ChannelId channel, MessageId message, const std::string& reason) override;
    ChannelId direct_channel(UserId user) override;

  private:
    Transport& transport_;
    Effect effect_;
};

}  // namespace invitectl::discord
