// One request, one answer. The bottom is curl; every policy (time, log, limits, retries) is a
// wrapper of its own around another transport.
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/domain/bracket.hpp"

#include "discord/headers.hpp"
#include "discord/routes.hpp"

#include <optional>
#include <string>

namespace invitectl::discord {

struct Response {
    int status = 0;
    Headers headers;
    std::string body;              // decoded
    std::optional<Bracket> local;  // around this very try, by the local clock
    // Around this very try, in Discord's time; nothing without a readable `Date`.
    std::optional<Bracket> bracket;
};

class Transport {
  public:
    virtual ~Transport() = default;

    // Any status is an answer. Throws ConnectionError where there is none, Error(interrupted),
    // Error(broken_protocol) for an answer too large to be one.
    virtual Response send(const Request& request) = 0;
};

// Error(network) that knows whether another try may do better (a bad certificate stays bad), and
// whether Discord may have received the request all the same.
class ConnectionError : public Error {
  public:
    ConnectionError(std::string what, std::string why, bool passing, bool may_have_arrived = true)
        : Error(ErrorCode::network,
                std::move(what),
                std::move(why),
                "check the connection and any proxy, then try again"),
          passing_(passing),
          may_have_arrived_(may_have_arrived) {}

    bool passing() const { return passing_; }
    bool may_have_arrived() const { return may_have_arrived_; }

  private:
    bool passing_;
    bool may_have_arrived_;
};

// What a stop request turns into, wherever it is noticed.
inline Error interrupted() {
    return {ErrorCode::interrupted,
            "stopped while asking Discord",
            "somebody asked this run to end; nothing was written by halves",
            "run the same command again"};
}

}  // namespace invitectl::discord
