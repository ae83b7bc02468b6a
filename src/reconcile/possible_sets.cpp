#include "reconcile/possible_sets.hpp"

#include <algorithm>
#include <cstddef>

namespace invitectl::reconcile {
namespace {

using Graph = std::vector<std::vector<std::size_t>>;

// Tarjan's strongly connected components with an explicit stack; returns the component of each
// vertex.
class Components {
  public:
    explicit Components(const Graph& graph)
        : graph_(graph), order_(graph.size(), kUnseen), low_(graph.size()), found_(graph.size()) {
        for (std::size_t v = 0; v < graph.size(); ++v) {
            if (order_[v] == kUnseen) {
                explore(v);
            }
        }
    }

    bool together(std::size_t a, std::size_t b) const { return found_[a] == found_[b]; }

  private:
    static constexpr std::size_t kUnseen = static_cast<std::size_t>(-1);

    struct Visit {
        std::size_t vertex;
        std::size_t next;
    };

    void enter(std::size_t v) {
        order_[v] = low_[v] = seen_++;
        pending_.push_back(v);
        visits_.push_back({v, 0});
    }

    void explore(std::size_t root) {
        enter(root);
        while (!visits_.empty()) {
            const std::size_t v = visits_.back().vertex;
            if (visits_.back().next < graph_[v].size()) {
                const std::size_t to = graph_[v][visits_.back().next++];
                if (order_[to] == kUnseen) {
                    enter(to);
                } else if (found_[to] == 0) {
                    low_[v] = std::min(low_[v], order_[to]);
                }
                continue;
            }
            visits_.pop_back();
            if (!visits_.empty()) {
                const std::size_t parent = visits_.back().vertex;
                low_[parent] = std::min(low_[parent], low_[v]);
            }
            if (low_[v] == order_[v]) {
                close(v);
            }
        }
    }

    void close(std::size_t v) {
        ++components_;
        std::size_t last = 0;
        do {
            last = pending_.back();
            pending_.pop_back();
            found_[last] = components_;
        } while (last != v);
    }

    const Graph& graph_;
    std::vector<std::size_t> order_;
    std::vector<std::size_t> low_;
    std::vector<std::size_t> found_;  // 0: not yet
    std::vector<std::size_t> pending_;
    std::vector<Visit> visits_;
    std::size_t seen_ = 0;
    std::size_t components_ = 0;
};

// Where one more newcomer could go instead: classes, then groups, then no invite, then the outside
// that lets one group give what another takes.
class Residual {
  public:
    Residual(const Quotient& quotient, const Flow& flow)
        : quotient_(quotient), flow_(flow), graph_(outside() + 1) {
        for (std::size_t c = 0; c < quotient.classes.size(); ++c) {
            add_class(c);
        }
        for (std::size_t g = 0; g < quotient.groups.size(); ++g) {
            const Need need = need_of(quotient.groups[g]);
            add_if(flow.into[g] < need.high, group(g), outside());
            add_if(flow.into[g] > need.low, outside(), group(g));
        }
        std::int64_t nones = 0;
        for (const std::int64_t n : flow.none) {
            nones += n;
        }
        add_if(true, none(), outside());
        add_if(nones > 0, outside(), none());
    }

    std::size_t group(std::size_t g) const { return quotient_.classes.size() + g; }
    std::size_t none() const { return quotient_.classes.size() + quotient_.groups.size(); }
    const Graph& graph() const { return graph_; }

  private:
    std::size_t outside() const { return none() + 1; }

    void add_if(bool there, std::size_t from, std::size_t to) {
        if (there) {
            graph_[from].push_back(to);
        }
    }

    void add_class(std::size_t c) {
        const Class& each = quotient_.classes[c];
        const auto size = static_cast<std::int64_t>(each.newcomers.size());
        for (std::size_t e = 0; e < each.edges.size(); ++e) {
            add_if(flow_.edge[c][e] < size, c, group(each.edges[e].group));
            add_if(flow_.edge[c][e] > 0, group(each.edges[e].group), c);
        }
        if (each.may_be_none) {
            add_if(flow_.none[c] < size, c, none());
            add_if(flow_.none[c] > 0, none(), c);
        }
    }

    const Quotient& quotient_;
    const Flow& flow_;
    Graph graph_;
};

// Where every use may be a ghost and every newcomer may have come without an invite, nothing rules
// anything out.
bool anything_goes(const Quotient& quotient) {
    return std::all_of(quotient.classes.begin(),
                       quotient.classes.end(),
                       [](const Class& each) { return each.may_be_none; }) &&
           std::all_of(quotient.groups.begin(), quotient.groups.end(), [](const Group& group) {
               return need_of(group).low == 0;
           });
}

}  // namespace

bool keep_possible(Quotient& quotient) {
    if (anything_goes(quotient)) {
        return true;
    }
    const std::optional<Flow> flow = feasible_flow(quotient);
    if (!flow) {
        return false;
    }
    const Residual residual(quotient, *flow);
    const Components components(residual.graph());
    for (std::size_t c = 0; c < quotient.classes.size(); ++c) {
        Class& each = quotient.classes[c];
        std::pmr::vector<Edge> possible(each.edges.get_allocator());
        for (std::size_t e = 0; e < each.edges.size(); ++e) {
            if (flow->edge[c][e] > 0 ||
                components.together(c, residual.group(each.edges[e].group))) {
                possible.push_back(each.edges[e]);
            }
        }
        each.edges = std::move(possible);
        each.may_be_none =
            each.may_be_none && (flow->none[c] > 0 || components.together(c, residual.none()));
    }
    return true;
}

}  // namespace invitectl::reconcile
