#include "discord/server_clock.hpp"

#include "invitectl/domain/calibration.hpp"

#include <algorithm>

namespace invitectl::discord {

void ServerClock::observe(Instant date, const Bracket& local) {
    // A clock set back during the request would turn the interval inside out.
    const Duration low = date - std::max(local.began, local.ended);
    const Duration high = date + std::chrono::seconds{1} - std::min(local.began, local.ended);
    if (last_date_) {
        lowest_ = std::max(lowest_, low);
        highest_ = std::min(highest_, high);
    }
    // Nothing fits all answers: one of the clocks was set. What is older says nothing any more.
    const bool afresh = !last_date_ || lowest_ > highest_;
    if (afresh) {
        lowest_ = low;
        highest_ = high;
    }
    const bool keeps = lowest_ <= offset_ && offset_ <= highest_;
    if (!keeps) {
        offset_ =
            afresh ? lowest_ + (highest_ - lowest_) / 2 : std::clamp(offset_, lowest_, highest_);
    }
    last_date_ = date;
}

Bracket ServerClock::in_server_time(const Bracket& local) const {
    const Instant began =
        std::min(local.began, local.ended) + std::min(offset_, lowest_ + Calibration{}.clock_bound);
    const Instant ended = std::max(local.began, local.ended) + offset_;
    return {began, last_date_ ? std::min(ended, *last_date_ + std::chrono::seconds{1}) : ended};
}

}  // namespace invitectl::discord
