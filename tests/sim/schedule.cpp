#include "tests/sim/schedule.hpp"

#include <algorithm>

namespace invitectl::sim {

bool Schedule::later(const Event& a, const Event& b) {
    return a.at != b.at ? a.at > b.at : a.number > b.number;
}

void Schedule::add(Instant at, Action action) {
    heap_.push_back({at, planned_++, std::move(action)});
    std::push_heap(heap_.begin(), heap_.end(), later);
}

std::optional<Instant> Schedule::next() const {
    return heap_.empty() ? std::nullopt : std::optional(heap_.front().at);
}

Schedule::Action Schedule::take() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    Action action = std::move(heap_.back().action);
    heap_.pop_back();
    return action;
}

}  // namespace invitectl::sim
