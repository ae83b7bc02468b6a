// A raw TCP proxy on 127.0.0.1 that breaks connections in ways an HTTP server cannot.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace invitectl::sim {

// What happens to a connection. Byte counts are of the whole connection, keep-alive requests
// included.
struct CutPlan {
    enum class Kind {
        none,            // passes everything on
        cut_request,     // closes both sides after `bytes` of what the client sends were passed on
        cut_response,    // closes both sides after `bytes` of the answer
        reset_response,  // the same, with a TCP reset
        drip,            // passes the answer on one byte per `pause`
        silent,          // accepts, reads, never answers
    };
    Kind kind = Kind::none;
    std::size_t bytes = 0;
    std::chrono::microseconds pause{1000};
    int connections = -1;  // how many of the next connections; later ones pass; negative: all
};

class CutProxy {
  public:
    // In front of 127.0.0.1:`target_port`. Serves until destroyed, which closes every connection.
    explicit CutProxy(int target_port);
    ~CutProxy();
    CutProxy(const CutProxy&) = delete;
    CutProxy& operator=(const CutProxy&) = delete;

    int port() const;
    std::string base_url() const;        // "http://127.0.0.1:PORT/api/v10"
    void set_plan(const CutPlan& plan);  // for connections from now on
    int connections() const;             // accepted so far

  private:
    class Core;
    std::unique_ptr<Core> core_;
};

}  // namespace invitectl::sim
