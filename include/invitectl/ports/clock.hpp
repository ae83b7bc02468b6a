// The local clock, which is never trusted for facts: those carry Discord's own time.
#pragma once

#include "invitectl/base/time.hpp"

#include <chrono>

namespace invitectl {

class Clock {
  public:
    virtual ~Clock() = default;

    // Local wall time.
    virtual Instant now() = 0;
    // Never goes back; only differences mean anything.
    virtual std::chrono::nanoseconds monotonic() = 0;
    // Returns early, without an error, when the program is asked to stop.
    virtual void sleep(std::chrono::nanoseconds duration) = 0;
};

}  // namespace invitectl
