// Sends when the limiter allows it, and asks again when Discord refuses for the rate. Refusals that
// outlast a run are remembered for the next one.
#pragma once

#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/progress.hpp"
#include "invitectl/ports/request_memory.hpp"

#include "discord/limiter.hpp"
#include "discord/transport.hpp"

#include <stop_token>

namespace invitectl::discord {

class LimitedTransport final : public Transport {
  public:
    // A request that is refused this often although every wait was kept is given up.
    static constexpr int kRefusals = 5;

    // Shorter ones are over before the next run begins.
    static constexpr std::chrono::nanoseconds kWorthRemembering = std::chrono::seconds{5};
    static constexpr Duration kLongestRemembered = std::chrono::hours{24};

    LimitedTransport(Transport& inner,
                     Clock& clock,
                     RequestMemory& memory,
                     Log& log,
                     std::stop_token stop,
                     std::chrono::nanoseconds longest_wait,
                     Progress& progress = unwatched());

    // Throws Error(rate_limited) instead of waiting longer than `longest_wait`, and at once when
    // the refusal does not come from Discord's API itself. No answer of it is a 429.
    Response send(const Request& request) override;

  private:
    void wait_for_turn(const Request& request);
    Response passed_on(const Request& request);
    void remember_refusal();
    Error too_long(const Limiter::Wait& wait);

    Transport& inner_;
    Clock& clock_;
    RequestMemory& memory_;
    Log& log_;
    std::stop_token stop_;
    std::chrono::nanoseconds longest_wait_;
    Progress& progress_;
    Limiter limiter_;
};

}  // namespace invitectl::discord
