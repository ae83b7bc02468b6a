#include "discord/retrying_transport.hpp"

#include <fmt/format.h>

namespace invitectl::discord {
namespace {

bool failed_for_the_moment(int status) {
    return status >= 500 && status <= 599;
}

Error lost(const Request& request, std::string why) {
    return {ErrorCode::outcome_unknown,
            fmt::format("the answer to {} was lost", label_of(request.endpoint)),
            std::move(why),
            "run the same command again: it looks before it does anything"};
}

}  // namespace

RetryingTransport::RetryingTransport(Transport& inner,
                                     Clock& clock,
                                     Log& log,
                                     std::stop_token stop,
                                     std::function<double()> jitter,
                                     Progress& progress)
    : inner_(inner),
      clock_(clock),
      log_(log),
      stop_(std::move(stop)),
      jitter_(std::move(jitter)),
      progress_(progress) {}

Response RetryingTransport::send(const Request& request) {
    const auto began = clock_.monotonic();
    const bool repeatable = route_of(request.endpoint).repeatable;
    for (int tries = 1;; ++tries) {
        std::optional<std::chrono::nanoseconds> wait;
        std::string reason;
        try {
            Response response = inner_.send(request);
            if (!failed_for_the_moment(response.status)) {
                return response;
            }
            if (!repeatable) {
                throw lost(request, fmt::format("Discord answered {}", response.status));
            }
            wait = pause_after(tries, began);
            if (!wait) {
                return response;
            }
            reason = fmt::format("Discord answered {}", response.status);
        } catch (const ConnectionError& error) {
            if (!repeatable && error.may_have_arrived()) {
                throw lost(request, error.why());
            }
            wait = error.passing() ? pause_after(tries, began) : std::nullopt;
            if (!wait) {
                throw;
            }
            reason = error.happened();
        }
        pause(*wait, request, reason);
    }
}

std::optional<std::chrono::nanoseconds> RetryingTransport::pause_after(
    int tries, std::chrono::nanoseconds began) {
    if (tries == kTries) {
        return std::nullopt;
    }
    const auto longest = static_cast<double>((kFirstPause * (1 << (tries - 1))).count());
    const std::chrono::nanoseconds wait{
        static_cast<std::int64_t>(longest * (0.5 + 0.5 * jitter_()))};
    const bool in_budget = clock_.monotonic() - began + wait <= kBudget;
    return in_budget ? std::optional(wait) : std::nullopt;
}

void RetryingTransport::pause(std::chrono::nanoseconds length,
                              const Request& request,
                              const std::string& reason) {
    log_.info(fmt::format("{}: {}; trying again in {:.1f} s",
                          label_of(request.endpoint),
                          reason,
                          std::chrono::duration<double>(length).count()));
    progress_.waiting(length, reason);
    clock_.sleep(length);
    if (stop_.stop_requested()) {
        throw interrupted();
    }
}

}  // namespace invitectl::discord
