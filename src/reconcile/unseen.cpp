#include "reconcile/unseen.hpp"

#include <algorithm>

namespace invitectl::reconcile {
namespace {

struct Interval {
    Instant after;  // exclusive
    Instant until;  // of the intervals up to here, the furthest
};

std::vector<Interval> intervals_of(const std::vector<Arrival>& arrivals) {
    std::vector<Interval> intervals;
    for (const Arrival& arrival : arrivals) {
        if (arrival.joined_after && !arrival.bot) {
            intervals.push_back({*arrival.joined_after, arrival.joined_at});
        }
    }
    std::ranges::sort(intervals, {}, &Interval::after);
    for (std::size_t i = 1; i < intervals.size(); ++i) {
        intervals[i].until = std::max(intervals[i].until, intervals[i - 1].until);
    }
    return intervals;
}

}  // namespace

void reach_unseen(const std::vector<Arrival>& arrivals, std::vector<Demand>& demands) {
    const std::vector<Interval> intervals = intervals_of(arrivals);
    if (intervals.empty()) {
        return;
    }
    for (Demand& demand : demands) {
        const auto beyond = std::ranges::lower_bound(intervals, demand.until, {}, &Interval::after);
        if (beyond != intervals.begin() && std::prev(beyond)->until > demand.until) {
            demand.until = std::prev(beyond)->until;
            // The law of the lag knows nothing of a join at a time it never had.
            demand.closed.reset();
        }
    }
}

}  // namespace invitectl::reconcile
