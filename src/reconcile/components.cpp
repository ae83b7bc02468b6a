#include "reconcile/components.hpp"

#include <algorithm>

namespace invitectl::reconcile {
namespace {

// The first newcomer after `t`, at or above `start`. Looks near `start` first: most intervals are
// short.
std::uint32_t first_after(const std::vector<Newcomer>& newcomers, std::uint32_t start, Instant t) {
    const auto is_later = [](Instant at, const Newcomer& newcomer) { return at < newcomer.at; };
    const auto begin = newcomers.begin() + start;
    auto low = begin;
    std::ptrdiff_t step = 1;
    while (step < newcomers.end() - low && !is_later(t, low[step])) {
        low += step;
        step *= 2;
    }
    const auto high = low + std::min(step, newcomers.end() - low);
    const auto found = std::upper_bound(low, high, t, is_later);
    return start + static_cast<std::uint32_t>(found - begin);
}

std::vector<Reach> reaches(const Problem& problem) {
    std::vector<Reach> reach;
    reach.reserve(problem.nodes.size());
    std::uint32_t first = 0;
    for (const Node& node : problem.nodes) {
        first = first_after(problem.newcomers, first, node.from);
        reach.push_back({first, first_after(problem.newcomers, first, node.until)});
    }
    return reach;
}

}  // namespace

Parts find_parts(const Problem& problem) {
    Parts parts;
    parts.reach = reaches(problem);
    const auto open = [&](std::uint32_t first_newcomer) {
        parts.begin_newcomers.push_back(first_newcomer);
        parts.begin_nodes.push_back(static_cast<std::uint32_t>(parts.nodes.size()));
    };
    std::vector<std::uint32_t> empty;
    std::uint32_t end = 0;  // of the newcomers that have a part
    // Nodes come by `from`, so their first newcomers ascend.
    for (std::uint32_t i = 0; i < problem.nodes.size(); ++i) {
        const Reach reach = parts.reach[i];
        if (reach.first == reach.last) {
            empty.push_back(i);
            continue;
        }
        if (reach.first >= end) {
            for (; end < reach.first; ++end) {
                open(end);
            }
            open(reach.first);
        }
        end = std::max(end, reach.last);
        parts.nodes.push_back(i);
    }
    const auto newcomers = static_cast<std::uint32_t>(problem.newcomers.size());
    for (; end < newcomers; ++end) {
        open(end);
    }
    for (const std::uint32_t i : empty) {
        open(newcomers);
        parts.nodes.push_back(i);
    }
    open(newcomers);  // the end of the last part
    return parts;
}

}  // namespace invitectl::reconcile
