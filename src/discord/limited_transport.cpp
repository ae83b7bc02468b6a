#include "discord/limited_transport.hpp"

#include "invitectl/base/time_text.hpp"

#include "discord/guarded_transport.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace invitectl::discord {
namespace {

constexpr std::string_view kSubject = "limit ";  // in the memory, before the limiter's own

}  // namespace

LimitedTransport::LimitedTransport(Transport& inner,
                                   Clock& clock,
                                   RequestMemory& memory,
                                   Log& log,
                                   std::stop_token stop,
                                   std::chrono::nanoseconds longest_wait,
                                   Progress& progress)
    : inner_(inner),
      clock_(clock),
      memory_(memory),
      log_(log),
      stop_(std::move(stop)),
      longest_wait_(longest_wait),
      progress_(progress),
      limiter_(clock) {
    const Instant now = clock_.now();
    for (const Remembered& what : memory_.all()) {
        if (what.subject.starts_with(kSubject) && in_force(what, now, kLongestRemembered)) {
            limiter_.restore({.subject = what.subject.substr(kSubject.size()),
                              .length = what.until - now,
                              .reason = what.detail});
        }
    }
}

Response LimitedTransport::send(const Request& request) {
    for (int refusals = 0; refusals < kRefusals; ++refusals) {
        wait_for_turn(request);
        Response response = passed_on(request);
        switch (limiter_.answered(request, response)) {
            case Limiter::Outcome::passed:
                return response;
            case Limiter::Outcome::blocked:
                remember_refusal();
                throw too_long(limiter_.wait_before(request));
            case Limiter::Outcome::refused:
                remember_refusal();
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

Response LimitedTransport::passed_on(const Request& request) {
    limiter_.sent(request);
    try {
        return inner_.send(request);
    } catch (const Error&) {
        limiter_.lost(request);
        throw;
    }
}

void LimitedTransport::remember_refusal() {
    const Limiter::Refusal& refusal = limiter_.latest_refusal();
    if (refusal.length < kWorthRemembering) {
        return;
    }
    const Instant now = clock_.now();
    const auto length = std::chrono::ceil<Duration>(refusal.length);
    memory_.remember({.subject = std::string(kSubject) + refusal.subject,
                      .since = now,
                      .until = now + std::min(length, kLongestRemembered),
                      .times = 1,
                      .detail = refusal.reason});
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
        progress_.waiting(wait.length, wait.reason);
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
