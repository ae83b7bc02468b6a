// Which bounds and declarations hold when.
#pragma once

#include "invitectl/domain/calibration.hpp"

#include <vector>

namespace invitectl::reconcile {

struct Bounds {
    Duration lag;
    Duration clock;

    // By how much the uses that a reading shows may end before the time we give it. A lag and a
    // clock that is ahead look alike to the books, which balance once the two together are wide
    // enough; so nothing may lean on the clock bound alone on this side.
    Duration reach() const { return lag + clock; }
    // How far a join can stand outside the readings that show it.
    Duration guard() const { return lag + 2 * clock; }
};

class Calibrations {
  public:
    // In the order made: a later one holds on its range, the defaults hold elsewhere.
    explicit Calibrations(const std::vector<Calibration>& in_order);

    const Calibration& at(Instant t) const;
    // By valid.from, without gaps or overlaps, all of time.
    const std::vector<Calibration>& steps() const { return steps_; }
    // The widest bounds of [from, until].
    Bounds bounds(Instant from, Instant until) const;
    Bounds widest() const { return bounds(Instant::min(), Instant::max()); }
    // True where nothing in [from, until] allows a ghost.
    bool no_ghosts(Instant from, Instant until) const;

  private:
    std::vector<Calibration> steps_;
};

}  // namespace invitectl::reconcile
