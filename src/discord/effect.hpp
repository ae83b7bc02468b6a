// Making a change happen once, although answers get lost.
//
// A change whose answer was lost is not sent again before somebody looked whether it took effect.
// Where looking says no, it is sent again; where looking fails too, Error(outcome_unknown) stays,
// and the caller's intent is looked into by a later run.
#pragma once

#include "invitectl/ports/clock.hpp"

#include "discord/transport.hpp"

#include <chrono>
#include <functional>
#include <optional>

namespace invitectl::discord {

class Effect {
  public:
    static constexpr int kTries = 3;
    // Before looking: a server that was cut off may still be at it.
    static constexpr std::chrono::nanoseconds kPause = std::chrono::seconds{2};

    Effect(Transport& transport, Clock& clock) : transport_(transport), clock_(clock) {}

    // The answer, whatever its status; nothing where the answer was lost but `took_effect` found
    // that the change is there.
    std::optional<Response> bring_about(const Request& request,
                                        const std::function<bool()>& took_effect);

  private:
    bool settled(const Error& lost, const std::function<bool()>& took_effect);

    Transport& transport_;
    Clock& clock_;
};

}  // namespace invitectl::discord
