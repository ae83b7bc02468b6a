#include "discord/limited_transport.hpp"

#include "invitectl/base/time_text.hpp"

#include <fmt/format.h>

namespace invitectl::discord {

LimitedTransport::LimitedTransport(Transport& inner,
                                   Clock& clock,
                                   Log& log,
                                   std::stop_token stop,
                                   std::chrono::nanoseconds longest_wait)
    : inner_(inner),
      clock_(clock),
      log_(log),
      stop_(std::move(stop)),
      longest_wait_(longest_wait),
      limiter_(clock) {}

Response LimitedTransport::send(const Request& request) {
    for (int refusals = 0; refusals < kRefusals; ++refusals) {
        wait_for_turn(request);
        limiter_.sent();
        Response response = inner_.send(request);
        switch (limiter_.answered(request, response)) {
            case Limiter::Outcome::passed:
                return response;
            case Limiter::Outcome::blocked:
                throw too_long(limiter_.wait_before(request));
            case Limiter::Outcome::refused:
                break;
        }
    }
    throw Error(
        ErrorCode::rate_limited,
        fmt::format(
            "Discord refused {} {} times for its rate", label_of(request.endpoint), kRefusals),
        "every wait it asked for was kept; another program may use the same token",
        "try again later");
}

void LimitedTransport::wait_for_turn(const Request& request) {
    for (;;) {
        const Limiter::Wait wait = limiter_.wait_before(request);
        if (wait.length == std::chrono::nanoseconds::zero()) {
            return;
        }
        if (wait.length > longest_wait_) {
            throw too_long(wait);
        }
        log_.info(fmt::format("{}: waiting {:.1f} s, {}",
                              label_of(request.endpoint),
                              std::chrono::duration<double>(wait.length).count(),
                              wait.reason));
        clock_.sleep(wait.length);
        if (stop_.stop_requested()) {
            throw interrupted();
        }
    }
}

Error LimitedTransport::too_long(const Limiter::Wait& wait) {
    const Instant until = std::chrono::ceil<std::chrono::seconds>(
        clock_.now() + std::chrono::duration_cast<Duration>(wait.length));
    return {ErrorCode::rate_limited,
            fmt::format("Discord asks to wait until {}", format_rfc3339(until)),
            wait.reason,
            "run again after that; what was read so far is kept"};
}

}  // namespace invitectl::discord
