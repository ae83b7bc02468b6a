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
    }

  private:
    struct Use {
        std::uint32_t group_class;
        std::uint32_t edge;
    };
    // One exchange: newcomers of a class leave one edge for another (absent: for no invite).
    struct Exchange {
        std::uint32_t group_class = 0;
        std::uint32_t from = 0;
        std::optional<std::uint32_t> to;
    };

    double excess(std::uint32_t g) const {
        return marginals_.attributed[g] - static_cast<double>(quotient_.groups[g].at_most);
    }

    double mass(std::uint32_t c, std::uint32_t e) const {
        return marginals_.edge[c][e] * quotient_.classes[c].size();
    }

    // Breadth first from the group to the nearest room; moves what fits. False: there is none.
    bool relieve(std::uint32_t start) {
        ++search_;
        reached_[start] = search_;
        queue_.assign(1, start);
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

    // Along the exchanges that led from `start` to the last one.
    void move(const Exchange& last, std::uint32_t start) {
        std::vector<Exchange> path{last};
        while (from_group(path.back()) != start) {
            path.push_back(came_[from_group(path.back())]);
        }
        double amount = excess(start);
        if (last.to) {
            amount = std::min(amount, -excess(to_group(last)));
        }
        for (const Exchange& step : path) {
            amount = std::min(amount, mass(step.group_class, step.from));
        }
        for (const Exchange& step : path) {
            apply(step, amount);
        }
    }

    std::uint32_t from_group(const Exchange& step) const {
        return quotient_.classes[step.group_class].edges[step.from].group;
    }
    std::uint32_t to_group(const Exchange& step) const {
        return quotient_.classes[step.group_class].edges[*step.to].group;
    }

    void apply(const Exchange& step, double amount) {
        const double p = amount / quotient_.classes[step.group_class].size();
        double& from = marginals_.edge[step.group_class][step.from];
        from = std::max(0.0, from - p);
        marginals_.attributed[from_group(step)] -= amount;
        if (step.to) {
            marginals_.edge[step.group_class][*step.to] += p;
            marginals_.attributed[to_group(step)] += amount;
        } else {
            marginals_.none[step.group_class] += p;
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
