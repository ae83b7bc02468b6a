// What is still to happen, in order of time; what is due at the same time happens in the order it
// was planned.
#pragma once

#include "invitectl/base/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace invitectl::sim {

class Schedule {
  public:
    using Action = std::function<void()>;

    void add(Instant at, Action action);
    // When the next action is due; nothing when none is.
    std::optional<Instant> next() const;
    Action take();

  private:
    struct Event {
        Instant at;
        std::uint64_t number;
        Action action;
    };
    static bool later(const Event& a, const Event& b);

    std::vector<Event> heap_;
    std::uint64_t planned_ = 0;
};

}  // namespace invitectl::sim
