#include "reconcile/feasible_flow.hpp"

#include <algorithm>
#include <limits>

namespace invitectl::reconcile {
namespace {

// Dinic's maximum flow with explicit stacks: a raid makes one chain over thousands of newcomers.
class Network {
  public:
    explicit Network(std::size_t vertices) : out_(vertices), level_(vertices), next_(vertices) {}

    // Returns the arc's number; arc ^ 1 is its reverse.
    std::size_t add(std::size_t from, std::size_t to, std::int64_t room) {
        arcs_.push_back({to, room});
        arcs_.push_back({from, 0});
        out_[from].push_back(arcs_.size() - 2);
        out_[to].push_back(arcs_.size() - 1);
        return arcs_.size() - 2;
    }

    void widen(std::size_t arc, std::int64_t more) { arcs_[arc].room += more; }
    std::int64_t room(std::size_t arc) const { return arcs_[arc].room; }
    std::int64_t flow(std::size_t arc) const { return arcs_[arc ^ 1].room; }

    void push(std::size_t arc, std::int64_t amount) {
        arcs_[arc].room -= amount;
        arcs_[arc ^ 1].room += amount;
    }

    void maximise(std::size_t source, std::size_t sink) {
        while (find_levels(source, sink)) {
            std::fill(next_.begin(), next_.end(), 0);
            while (augment(source, sink)) {
            }
        }
    }

  private:
    struct Arc {
        std::size_t to;
        std::int64_t room;
    };

    bool find_levels(std::size_t source, std::size_t sink) {
        std::fill(level_.begin(), level_.end(), -1);
        level_[source] = 0;
        queue_.assign(1, source);
        for (std::size_t i = 0; i < queue_.size(); ++i) {
            for (const std::size_t arc : out_[queue_[i]]) {
                const std::size_t to = arcs_[arc].to;
                if (arcs_[arc].room > 0 && level_[to] < 0) {
                    level_[to] = level_[queue_[i]] + 1;
                    queue_.push_back(to);
                }
            }
        }
        return level_[sink] >= 0;
    }

    bool augment(std::size_t source, std::size_t sink) {
        path_.clear();
        std::size_t at = source;
        while (at != sink) {
            if (next_[at] == out_[at].size()) {
                if (path_.empty()) {
                    return false;
                }
                level_[at] = -1;  // a dead end
                at = arcs_[path_.back() ^ 1].to;
                path_.pop_back();
                ++next_[at];
                continue;
            }
            const std::size_t arc = out_[at][next_[at]];
            const std::size_t to = arcs_[arc].to;
            if (arcs_[arc].room > 0 && level_[to] == level_[at] + 1) {
                path_.push_back(arc);
                at = to;
            } else {
                ++next_[at];
            }
        }
        std::int64_t amount = std::numeric_limits<std::int64_t>::max();
        for (const std::size_t arc : path_) {
            amount = std::min(amount, arcs_[arc].room);
        }
        for (const std::size_t arc : path_) {
            push(arc, amount);
        }
        return true;
    }

    std::vector<Arc> arcs_;
    std::vector<std::vector<std::size_t>> out_;
    std::vector<int> level_;
    std::vector<std::size_t> next_;
    std::vector<std::size_t> queue_;
    std::vector<std::size_t> path_;
};

class Balance {
  public:
    explicit Balance(const Quotient& quotient)
        : quotient_(quotient),
          network_(quotient.classes.size() + quotient.groups.size() + 3),
          none_(quotient.classes.size() + quotient.groups.size()),
          source_(none_ + 1),
          sink_(none_ + 2) {
        for (const Class& each : quotient.classes) {
            newcomers_ += static_cast<std::int64_t>(each.newcomers.size());
        }
        add_arcs();
    }

    // First what must be filled, then everybody: augmenting never takes away what a group has.
    bool solve() {
        push_straight();
        network_.maximise(source_, sink_);
        for (std::size_t g = 0; g < into_.size(); ++g) {
            const Need need = need_of(quotient_.groups[g]);
            if (network_.flow(into_[g]) < need.low) {
                return false;
            }
            network_.widen(into_[g], std::min(need.high, newcomers_) - need.low);
        }
        network_.widen(all_none_, newcomers_);
        push_straight();
        network_.maximise(source_, sink_);
        return std::all_of(from_source_.begin(), from_source_.end(), [this](std::size_t arc) {
            return network_.room(arc) == 0;
        });
    }

    Flow flow() const {
        Flow flow;
        for (std::size_t c = 0; c < edges_.size(); ++c) {
            flow.edge.emplace_back();
            for (const std::size_t arc : edges_[c]) {
                flow.edge.back().push_back(network_.flow(arc));
            }
            flow.none.push_back(quotient_.classes[c].may_be_none ? network_.flow(to_none_[c]) : 0);
        }
        for (const std::size_t arc : into_) {
            flow.into.push_back(network_.flow(arc));
        }
        return flow;
    }

  private:
    std::size_t group(std::size_t g) const { return quotient_.classes.size() + g; }

    void add_arcs() {
        for (std::size_t c = 0; c < quotient_.classes.size(); ++c) {
            const Class& each = quotient_.classes[c];
            const auto size = static_cast<std::int64_t>(each.newcomers.size());
            from_source_.push_back(network_.add(source_, c, size));
            edges_.emplace_back();
            for (const Edge& edge : each.edges) {
                edges_.back().push_back(network_.add(c, group(edge.group), size));
            }
            to_none_.push_back(each.may_be_none ? network_.add(c, none_, size) : 0);
        }
        for (std::size_t g = 0; g < quotient_.groups.size(); ++g) {
            const std::int64_t low = need_of(quotient_.groups[g]).low;
            into_.push_back(network_.add(group(g), sink_, std::min(low, newcomers_ + 1)));
        }
        all_none_ = network_.add(none_, sink_, 0);
    }

    // Most of the flow takes the nearest way; what is left needs searching.
    void push_straight() {
        for (std::size_t c = 0; c < edges_.size(); ++c) {
            for (std::size_t e = 0; e < edges_[c].size(); ++e) {
                const std::size_t sink_arc = into_[quotient_.classes[c].edges[e].group];
                const std::int64_t amount = std::min({network_.room(from_source_[c]),
                                                      network_.room(edges_[c][e]),
                                                      network_.room(sink_arc)});
                if (amount > 0) {
                    network_.push(from_source_[c], amount);
                    network_.push(edges_[c][e], amount);
                    network_.push(sink_arc, amount);
                }
            }
        }
    }

    const Quotient& quotient_;
    Network network_;
    std::size_t none_;
    std::size_t source_;
    std::size_t sink_;
    std::int64_t newcomers_ = 0;
    std::vector<std::size_t> from_source_;         // arcs, per class
    std::vector<std::vector<std::size_t>> edges_;  // per class and edge
    std::vector<std::size_t> to_none_;             // per class; 0 where it may not
    std::vector<std::size_t> into_;                // per group
    std::size_t all_none_ = 0;
};

}  // namespace

Need need_of(const Group& group) {
    return {group.ghosts ? 0 : group.at_least, group.at_most};
}

std::optional<Flow> feasible_flow(const Quotient& quotient) {
    Balance balance(quotient);
    if (!balance.solve()) {
        return std::nullopt;
    }
    return balance.flow();
}

}  // namespace invitectl::reconcile
