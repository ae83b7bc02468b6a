// The simulated Discord behind its door: who is let in, faults, limits, answers, and a journal of
// all of it. By the world's clock and without a network; HttpDiscord puts it on a port.
#pragma once

#include "tests/sim/api_routes.hpp"
#include "tests/sim/faults.hpp"
#include "tests/sim/rate_limiter.hpp"
#include "tests/sim/world.hpp"

#include <string>
#include <vector>

namespace invitectl::sim {

struct JournalLine {
    std::string method;
    std::string path;   // as asked, below /api/v10
    std::string query;  // as asked, without '?'
    std::string route;  // the name, see api_routes.hpp; empty: none
    int status = 0;
    Instant at;  // by the world's clock
};

struct ServerOptions {
    std::string token;  // the only good one; empty: any "Bot …" is
    RateLimits limits{};
    std::uint64_t fault_seed = 1;
};

class ApiServer {
  public:
    ApiServer(World& world, const ServerOptions& options);

    struct Served {
        Answer answer;
        Duration delay{0};  // of real time, to be waited before it is given
    };
    // `query`: as asked. `now`: of the limits, which fill up in real time too.
    Served serve(const ApiRequest& request, const std::string& query, Instant now);

    // Requests that a limit refused, those of faults not counted.
    std::int64_t refused_by_limit() const { return refused_by_limit_; }
    FaultPlan& faults() { return faults_; }
    std::vector<JournalLine>& journal() { return journal_; }
    World& world() { return world_; }

  private:
    Served decide(const ApiRequest& request, const RouteMatch& route, Instant now);
    Answer admitted(const ApiRequest& request, const RouteMatch& route, Instant now);

    World& world_;
    std::string token_;
    RateLimiter limiter_;
    FaultPlan faults_;
    std::vector<JournalLine> journal_;
    std::int64_t refused_by_limit_ = 0;
};

}  // namespace invitectl::sim
