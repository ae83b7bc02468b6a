#include "invitectl/workflow/rounds.hpp"

#include <algorithm>

namespace invitectl::workflow {

Rounds::Rounds(const Pace& pace) : pace_(pace), last_slot_(pace.total / pace.every) {}

std::optional<Round> Rounds::next() const {
    if (over_) {
        return {};
    }
    Round round{.at = std::max(slot_ * pace_.every, earliest_)};
    round.last = slot_ == last_slot_;
    round.whole = slot_ == 0 || round.last || round.at - latest_whole_ >= kWholeEvery;
    return round;
}

// The first slot that neither the stride leaves out nor the round has used up.
std::int64_t Rounds::slot_after(Duration ended) const {
    const int stride = std::min(1 << std::min(quiet_ / kQuietRounds, 8), kWidestStride);
    const std::int64_t passed = (ended + pace_.every - Duration{1}) / pace_.every;
    return std::min(std::max(slot_ + stride, passed), last_slot_);
}

void Rounds::done(Duration ended, bool moved, bool was_whole) {
    const Round round = *next();
    quiet_ = moved ? 0 : quiet_ + 1;
    if (was_whole) {
        latest_whole_ = round.at;
    }
    // What began in the last slot, or read everything and ended after it, has closed the run.
    over_ = round.last || (was_whole && ended > last_slot_ * pace_.every);
    slot_ = slot_after(ended);
    earliest_ = ended;
}

}  // namespace invitectl::workflow
