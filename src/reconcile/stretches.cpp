#include "reconcile/stretches.hpp"

#include <algorithm>

namespace invitectl::reconcile {

std::vector<Stretch> cut_into_stretches(const std::vector<Demand>& demands,
                                        const std::vector<Instant>& newcomers,
                                        std::size_t enough) {
    std::vector<Stretch> stretches;
    Stretch open;
    Instant reached = Instant::min();  // by the demands so far
    for (std::size_t k = 0; k + 1 < newcomers.size(); ++k) {
        // Those from here on do not hold newcomer k.
        for (; open.last_demand < demands.size() && demands[open.last_demand].from < newcomers[k];
             ++open.last_demand) {
            reached = std::max(reached, demands[open.last_demand].until);
        }
        open.last_newcomer = k + 1;
        const std::size_t size =
            open.last_demand - open.first_demand + open.last_newcomer - open.first_newcomer;
        if (size >= enough && reached < newcomers[k + 1]) {
            stretches.push_back(open);
            open = {open.last_demand, open.last_demand, k + 1, k + 1};
        }
    }
    open.last_demand = demands.size();
    open.last_newcomer = newcomers.size();
    stretches.push_back(open);
    return stretches;
}

}  // namespace invitectl::reconcile
