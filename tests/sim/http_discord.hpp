// The simulated Discord as an HTTP server on 127.0.0.1, with Discord's headers, limits, errors and
// faults.
//
// It serves from construction to destruction on threads of its own. Whoever touches the world
// meanwhile does it inside with_world(). `Date` follows the world's clock.
#pragma once

#include "tests/sim/api_server.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace invitectl::sim {

struct HttpOptions {
    int port = 0;       // 0: any free one
    std::string token;  // the only good one; empty: any "Bot …" is
    RateLimits limits{};
    double speed = 0;      // seconds of the world per real second; 0: the clock stands still
    bool control = false;  // also serve /sandbox: clock, truth, journal
    std::uint64_t fault_seed = 1;
};

class HttpDiscord {
  public:
    // Throws std::runtime_error when the port is taken.
    explicit HttpDiscord(World& world, const HttpOptions& options = {});
    ~HttpDiscord();
    HttpDiscord(const HttpDiscord&) = delete;
    HttpDiscord& operator=(const HttpDiscord&) = delete;

    int port() const;
    std::string base_url() const;  // "http://127.0.0.1:PORT/api/v10"

    void with_world(const std::function<void(World&)>& use);
    void add_fault(const Fault& fault);
    void clear_faults();
    std::vector<JournalLine> journal() const;
    void clear_journal();
    // Requests that were being served at one moment, at most, since the beginning.
    int most_under_way() const;

  private:
    class Server;
    std::unique_ptr<Server> server_;
};

}  // namespace invitectl::sim
