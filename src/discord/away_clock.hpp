// A clock that lets another thread run while this one sleeps (ports/turns.hpp).
#pragma once

#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/turns.hpp"

namespace invitectl::discord {

class AwayClock final : public Clock {
  public:
    AwayClock(Clock& clock, Turns& turns) : clock_(clock), turns_(turns) {}

    Instant now() override { return clock_.now(); }
    std::chrono::nanoseconds monotonic() override { return clock_.monotonic(); }
    void sleep(std::chrono::nanoseconds duration) override {
        const Away away(turns_);
        clock_.sleep(duration);
    }

  private:
    Clock& clock_;
    Turns& turns_;
};

}  // namespace invitectl::discord
