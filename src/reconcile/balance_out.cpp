#include "reconcile/balance_out.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace invitectl::reconcile {
namespace {

constexpr double kEnough = 1e-9;  // newcomers

class Balancer {
  public:
    Balancer(const Quotient& quotient, Marginals& marginals)
        : quotient_(quotient),
          marginals_(marginals),
          users_(quotient.groups.size()),
          reached_(quotient.groups.size(), 0),
          came_(quotient.groups.size()) {
        for (std::uint32_t c = 0; c < quotient.classes.size(); ++c) {
            for (std::uint32_t e = 0; e < quotient.classes[c].edges.size(); ++e) {
                users_[quotient.classes[c].edges[e].group].push_back({c, e});
            }
        }
    }

    void run() {
        for (std::uint32_t g = 0; g < quotient_.groups.size(); ++g) {
            while (excess(g) > kEnough && relieve(g)) {
            }
        }
        for (std::uint32_t g = 0; g < quotient_.groups.size(); ++g) {
            while (must_be_full(g) && -excess(g) > kEnough && fill(g)) {
            }
        }
    }

  private:
    struct Use {
        std::uint32_t group_class;
        std::uint32_t edge;
    };
    // One exchange: newcomers of a class leave one edge for another. An absent edge is no invite.
    struct Exchange {
        std::uint32_t group_class = 0;
        std::optional<std::uint32_t> from;
        std::optional<std::uint32_t> to;
    };

    double excess(std::uint32_t g) const {
        return marginals_.attributed[g] - static_cast<double>(quotient_.groups[g].at_most);
    }

    // Whether every use of it needs a newcomer; whether none does.
    bool must_be_full(std::uint32_t g) const {
        return quotient_.groups[g].exact() && !quotient_.groups[g].ghosts;
    }
    bool may_spare(std::uint32_t g) const {
        return quotient_.groups[g].ghosts || quotient_.groups[g].at_least == 0;
    }

    double mass(std::uint32_t c, std::optional<std::uint32_t> e) const {
        return (e ? marginals_.edge[c][*e] : marginals_.none[c]) * quotient_.classes[c].size();
    }

    void start_at(std::uint32_t group) {
        ++search_;
        reached_[group] = search_;
        queue_.assign(1, group);
    }

    // Breadth first from the group to the nearest room; moves what fits. False: there is none.
    bool relieve(std::uint32_t start) {
        start_at(start);
        for (std::size_t i = 0; i < queue_.size(); ++i) {
            for (const Use use : users_[queue_[i]]) {
                const Class& each = quotient_.classes[use.group_class];
                if (mass(use.group_class, use.edge) <= kEnough / 10) {
                    continue;
                }
                if (each.may_be_none) {
                    move({use.group_class, use.edge, std::nullopt}, start);
                    return true;
                }
                for (std::uint32_t e = 0; e < each.edges.size(); ++e) {
                    const std::uint32_t next = each.edges[e].group;
                    if (reached_[next] == search_) {
                        continue;
                    }
                    reached_[next] = search_;
                    came_[next] = {use.group_class, use.edge, e};
                    queue_.push_back(next);
                    if (-excess(next) > kEnough / 10) {
                        move(came_[next], start);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // The other way round: from a group that lacks newcomers to the nearest that can spare some.
    bool fill(std::uint32_t start) {
        start_at(start);
        for (std::size_t i = 0; i < queue_.size(); ++i) {
            for (const Use use : users_[queue_[i]]) {
                const std::uint32_t c = use.group_class;
                if (mass(c, std::nullopt) > kEnough / 10) {
                    take({c, std::nullopt, use.edge}, start);
                    return true;
                }
                const auto& edges = quotient_.classes[c].edges;
                for (std::uint32_t e = 0; e < edges.size(); ++e) {
                    const std::uint32_t next = edges[e].group;
                    if (reached_[next] == search_ || mass(c, e) <= kEnough / 10) {
                        continue;
                    }
                    reached_[next] = search_;
                    came_[next] = {c, e, use.edge};
                    queue_.push_back(next);
                    if (may_spare(next)) {
                        take(came_[next], start);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // Along the exchanges that led from `start` to the last one.
    void move(const Exchange& last, std::uint32_t start) {
        std::vector<Exchange> path{last};
        while (group_of(path.back(), path.back().from) != start) {
            path.push_back(came_[group_of(path.back(), path.back().from)]);
        }
        double amount = excess(start);
        if (last.to) {
            amount = std::min(amount, -excess(group_of(last, last.to)));
        }
        apply(path, amount);
    }

    void take(const Exchange& last, std::uint32_t start) {
        std::vector<Exchange> path{last};
        while (group_of(path.back(), path.back().to) != start) {
            path.push_back(came_[group_of(path.back(), path.back().to)]);
        }
        apply(path, -excess(start));
    }

    std::uint32_t group_of(const Exchange& step, std::optional<std::uint32_t> edge) const {
        return quotient_.classes[step.group_class].edges[*edge].group;
    }

    // As much of the amount as every step allows.
    void apply(const std::vector<Exchange>& path, double amount) {
        for (const Exchange& step : path) {
            amount = std::min(amount, mass(step.group_class, step.from));
        }
        for (const Exchange& step : path) {
            add(step, step.from, -amount);
            add(step, step.to, amount);
        }
    }

    void add(const Exchange& step, std::optional<std::uint32_t> edge, double amount) {
        const std::uint32_t c = step.group_class;
        double& p = edge ? marginals_.edge[c][*edge] : marginals_.none[c];
        p = std::max(0.0, p + amount / quotient_.classes[c].size());
        if (edge) {
            double& attributed = marginals_.attributed[group_of(step, edge)];
            attributed = std::max(0.0, attributed + amount);
        }
    }

    const Quotient& quotient_;
    Marginals& marginals_;
    std::vector<std::vector<Use>> users_;  // per group
    std::vector<std::uint64_t> reached_;   // per group: by which search
    std::vector<Exchange> came_;           // per group: how the search got there
    std::vector<std::uint32_t> queue_;
    std::uint64_t search_ = 0;
};

}  // namespace

void balance_out(const Quotient& quotient, Marginals& marginals) {
    Balancer(quotient, marginals).run();
}

}  // namespace invitectl::reconcile
