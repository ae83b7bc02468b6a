// The simulated Discord in place of the network: every request takes time by the world's clock, and
// some connections fail.
#pragma once

#include "invitectl/ports/clock.hpp"

#include "discord/transport.hpp"
#include "tests/sim/api_server.hpp"

namespace invitectl::trust {

// Shares of the requests.
struct LineFaults {
    double refused = 0;  // no connection
    double cut = 0;      // Discord did what was asked, its answer is lost
    double silent = 0;   // no answer for 30 s
    double slow = 0;     // some seconds
};

class SimTransport final : public discord::Transport {
  public:
    SimTransport(sim::ApiServer& server, const LineFaults& faults, sim::Random& random)
        : server_(server), faults_(faults), random_(random) {}

    discord::Response send(const discord::Request& request) override;

  private:
    sim::ApiServer& server_;
    const LineFaults& faults_;
    sim::Random& random_;
};

// The world's clock as a host shows it that may be wrong by hours.
class HostClock final : public Clock {
  public:
    HostClock(sim::World& world, const Duration& error) : world_(world), error_(error) {}

    Instant now() override { return world_.now() + error_; }
    std::chrono::nanoseconds monotonic() override { return world_.now() - world_.start(); }
    void sleep(std::chrono::nanoseconds duration) override {
        world_.advance(std::chrono::ceil<Duration>(duration));
    }

  private:
    sim::World& world_;
    const Duration& error_;
};

}  // namespace invitectl::trust
