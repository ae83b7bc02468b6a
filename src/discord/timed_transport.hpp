// Puts Discord's time around every answer.
#pragma once

#include "invitectl/ports/clock.hpp"

#include "discord/server_clock.hpp"
#include "discord/transport.hpp"

namespace invitectl::discord {

class TimedTransport final : public Transport {
  public:
    TimedTransport(Transport& inner, Clock& clock) : inner_(inner), clock_(clock) {}

    Response send(const Request& request) override;

    const ServerClock& server_clock() const { return server_clock_; }

  private:
    Transport& inner_;
    Clock& clock_;
    ServerClock server_clock_;
};

}  // namespace invitectl::discord
