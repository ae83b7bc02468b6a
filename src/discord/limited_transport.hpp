// Sends when the limiter allows it, and asks again when Discord refuses for the rate.
#pragma once

#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/log.hpp"

#include "discord/limiter.hpp"
#include "discord/transport.hpp"

#include <stop_token>

namespace invitectl::discord {

class LimitedTransport final : public Transport {
  public:
    // A request that is refused this often although every wait was kept is given up.
    static constexpr int kRefusals = 5;

    LimitedTransport(Transport& inner,
                     Clock& clock,
                     Log& log,
                     std::stop_token stop,
                     std::chrono::nanoseconds longest_wait);

    // Throws Error(rate_limited) instead of waiting longer than `longest_wait`, and at once when
    // the refusal does not come from Discord's API itself. No answer of it is a 429.
    Response send(const Request& request) override;

  private:
    void wait_for_turn(const Request& request);
    Error too_long(const Limiter::Wait& wait);

    Transport& inner_;
    Clock& clock_;
    Log& log_;
    std::stop_token stop_;
    std::chrono::nanoseconds longest_wait_;
    Limiter limiter_;
};

}  // namespace invitectl::discord
