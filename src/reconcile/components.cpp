#include "reconcile/components.hpp"

#include <algorithm>

namespace invitectl::reconcile {
namespace {

std::vector<Reach> reaches(const Problem& problem) {
    const auto index_after = [&](Instant t) {
        const auto after =
            std::upper_bound(problem.newcomers.begin(),
                             problem.newcomers.end(),
                             t,
                             [](Instant at, const Newcomer& newcomer) { return at < newcomer.at; });
        return static_cast<std::uint32_t>(after - problem.newcomers.begin());
    };
    std::vector<Reach> reach;
    reach.reserve(problem.nodes.size());
    for (const Node& node : problem.nodes) {
        const std::uint32_t first = index_after(node.from);
        reach.push_back({first, std::max(first, index_after(node.until))});
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
