// Asks again where a server or the way to it failed for the moment.
//
// Connection failures that may pass and 5xx get up to four tries with a growing, jittered pause, as
// long as the whole does not take longer than the budget. What must not happen twice is sent again
// only where the first one certainly did not arrive; else it is Error(outcome_unknown), and whoever
// asked looks. Limits (429) are the limiter's business.
#pragma once

#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/progress.hpp"

#include "discord/transport.hpp"

#include <chrono>
#include <functional>
#include <stop_token>

namespace invitectl::discord {

class RetryingTransport final : public Transport {
  public:
    static constexpr int kTries = 4;
    static constexpr std::chrono::nanoseconds kFirstPause = std::chrono::seconds{1};
    static constexpr std::chrono::nanoseconds kBudget = std::chrono::seconds{90};

    // `jitter` gives numbers in [0, 1): a pause lasts between half and all of its length.
    RetryingTransport(Transport& inner,
                      Clock& clock,
                      Log& log,
                      std::stop_token stop,
                      std::function<double()> jitter,
                      Progress& progress = unwatched());

    // The last answer, even if it is a 5xx, or the last ConnectionError; of a change neither:
    // Error(outcome_unknown).
    Response send(const Request& request) override;

  private:
    // Nothing: no further try.
    std::optional<std::chrono::nanoseconds> pause_after(int tries, std::chrono::nanoseconds began);
    void pause(std::chrono::nanoseconds length, const Request& request, const std::string& reason);

    Transport& inner_;
    Clock& clock_;
    Log& log_;
    std::stop_token stop_;
    std::function<double()> jitter_;
    Progress& progress_;
};

}  // namespace invitectl::discord
