// Says with -vv what was asked and how it was answered: the route, never its ids, queries or the
// token.
#pragma once

#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/progress.hpp"

#include "discord/transport.hpp"

namespace invitectl::discord {

class LoggedTransport final : public Transport {
  public:
    LoggedTransport(Transport& inner, Clock& clock, Log& log, Progress& progress = unwatched())
        : inner_(inner), clock_(clock), log_(log), progress_(progress) {}

    Response send(const Request& request) override;

  private:
    Transport& inner_;
    Clock& clock_;
    Log& log_;
    Progress& progress_;
};

}  // namespace invitectl::discord
