// For clients that talk to the simulated Discord over HTTP.
#pragma once

#include "invitectl/ports/clock.hpp"

#include <chrono>
#include <functional>

namespace invitectl::discord {

inline constexpr const char* kToken = "MTA-canary.token_of.a-test";

// Real time, but nobody waits for it.
class HastyClock final : public Clock {
  public:
    Instant now() override {
        return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()) +
               std::chrono::duration_cast<Duration>(skipped_);
    }
    std::chrono::nanoseconds monotonic() override {
        return std::chrono::steady_clock::now().time_since_epoch() + skipped_;
    }
    void sleep(std::chrono::nanoseconds duration) override {
        slept += duration;
        skipped_ += duration;
        if (on_sleep) {
            on_sleep(std::chrono::ceil<Duration>(duration));
        }
    }

    std::chrono::nanoseconds slept{0};
    std::function<void(Duration)> on_sleep;

  private:
    std::chrono::nanoseconds skipped_{0};
};

}  // namespace invitectl::discord
