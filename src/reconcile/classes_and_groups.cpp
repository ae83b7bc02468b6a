#include "reconcile/classes_and_groups.hpp"

#include "reconcile/lag_law.hpp"

#include <algorithm>
#include <span>
#include <tuple>

namespace invitectl::reconcile {
namespace {

// Sums of hostile numbers stay far from overflowing.
constexpr std::int64_t kHighest = std::int64_t{1} << 52;

std::int64_t add_up(std::int64_t a, std::int64_t b) {
    return std::min(kHighest, std::min(a, kHighest) + std::min(b, kHighest));
}

using List = std::pmr::vector<std::uint32_t>;

class Builder {
  public:
    Builder(const Problem& problem,
            const Parts& parts,
            std::size_t part,
            std::pmr::memory_resource& memory)
        : memory_(&memory),
          problem_(problem),
          parts_(parts),
          nodes_(parts.nodes.data() + parts.begin_nodes[part],
                 parts.nodes.data() + parts.begin_nodes[part + 1]),
          begin_(parts.begin_newcomers[part]),
          end_(parts.begin_newcomers[part + 1]),
          singled_out_(memory_),
          quotient_{.classes = std::pmr::vector<Class>(memory_),
                    .groups = std::pmr::vector<Group>(memory_)},
          flat_(memory_) {}

    Quotient build() {
        find_evidence();
        make_groups();
        make_classes();
        return std::move(quotient_);
    }

  private:
    const Node& node(std::uint32_t i) const { return problem_.nodes[i]; }

    // Labels that evidence singles out: their nodes are not like the others.
    void find_evidence() {
        int last = kAnyWay;  // the restriction of the newcomer before
        for (std::uint32_t i = begin_; i < end_; ++i) {
            const Newcomer& newcomer = problem_.newcomers[i];
            if (newcomer.only >= 0) {
                singled_out_.push_back(newcomer.only);
            }
            if (newcomer.among != kAnyWay && newcomer.among != last) {
                last = newcomer.among;
                const auto& labels = problem_.restrictions[static_cast<std::size_t>(last)].labels;
                singled_out_.insert(singled_out_.end(), labels.begin(), labels.end());
            }
        }
        std::sort(singled_out_.begin(), singled_out_.end());
    }

    bool stands_alone(const Node& node) const {
        return !node.exact() ||
               std::binary_search(singled_out_.begin(), singled_out_.end(), node.label);
    }

    auto likeness(std::uint32_t i) const {
        const Node& n = node(i);
        const Reach reach = parts_.reach[i];
        return std::make_tuple(reach.first,
                               reach.last,
                               n.ghosts,
                               n.opened,
                               n.closed,
                               n.blur,
                               n.lag_scale,
                               n.lag_bound,
                               n.ghost_mass,
                               stands_alone(n) ? i + 1 : 0U);
    }

    void make_groups() {
        List order(memory_);
        order.reserve(nodes_.size());
        for (const std::uint32_t i : nodes_) {
            if (node(i).at_most > 0) {
                order.push_back(i);
            }
        }
        std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
            const auto like_a = likeness(a);
            const auto like_b = likeness(b);
            return like_a != like_b ? like_a < like_b : a < b;
        });
        for (std::size_t k = 0; k < order.size(); ++k) {
            if (k == 0 || likeness(order[k - 1]) != likeness(order[k])) {
                quotient_.groups.push_back({.nodes = List(memory_)});
            }
            quotient_.groups.back().nodes.push_back(order[k]);
        }
        std::sort(quotient_.groups.begin(),
                  quotient_.groups.end(),
                  [](const Group& a, const Group& b) { return a.nodes.front() < b.nodes.front(); });
        for (Group& group : quotient_.groups) {
            sum_up(group);
        }
    }

    void sum_up(Group& group) const {
        List nodes = std::move(group.nodes);
        group = group_of(node(nodes.front()));
        for (std::size_t k = 1; k < nodes.size(); ++k) {
            group.at_least = add_up(group.at_least, node(nodes[k]).at_least);
            group.at_most = add_up(group.at_most, node(nodes[k]).at_most);
        }
        group.nodes = std::move(nodes);
    }

    const Node& like(std::uint32_t group) const {
        return node(quotient_.groups[group].nodes.front());
    }
    Reach reach(std::uint32_t group) const {
        return parts_.reach[quotient_.groups[group].nodes.front()];
    }

    // Sweeps the newcomers in time with the groups that hold them.
    void make_classes() {
        std::uint32_t next = 0;  // groups come by their first node, and so by their first newcomer
        List open(memory_);      // ascending
        open_since_ = 0;
        for (std::uint32_t i = begin_; i < end_; ++i) {
            const auto closed = std::remove_if(
                open.begin(), open.end(), [&](std::uint32_t g) { return reach(g).last <= i; });
            bool changed = closed != open.end();
            open.erase(closed, open.end());
            for (; next < quotient_.groups.size() && reach(next).first <= i; ++next) {
                open.push_back(next);
                changed = true;
            }
            if (changed) {
                open_since_ = quotient_.classes.size();
                find_common_plateau(open);
            }
            place(i, open);
        }
    }

    void find_common_plateau(const List& open) {
        common_ = {Instant::min(), Instant::max()};
        for (const std::uint32_t g : open) {
            const Plateau flat = plateau(like(g));
            common_.from = std::max(common_.from, flat.from);
            common_.until = std::min(common_.until, flat.until);
        }
    }

    // With the class it is like, or a new one.
    void place(std::uint32_t i, const List& open) {
        const Newcomer& newcomer = problem_.newcomers[i];
        const bool flat = common_.from <= newcomer.at && newcomer.at <= common_.until;
        if (flat && newcomer.only == kAnyWay) {
            for (std::size_t c = open_since_; c < quotient_.classes.size(); ++c) {
                if (flat_[c] && alike(quotient_.classes[c], newcomer)) {
                    quotient_.classes[c].newcomers.push_back(i);
                    return;
                }
            }
        }
        Class single{.newcomers = List({i}, memory_),
                     .edges = std::pmr::vector<Edge>(memory_),
                     .may_be_none = newcomer.may_be_none,
                     .none_rate = newcomer.none_rate,
                     .among = newcomer.among};
        single.edges.reserve(open.size());
        for (const std::uint32_t g : open) {
            if (problem_.leaves(newcomer, like(g).label)) {
                single.edges.push_back({g, flat ? 1.0 : shown_within(like(g), newcomer.at)});
            }
        }
        quotient_.classes.push_back(std::move(single));
        flat_.push_back(flat && newcomer.only == kAnyWay);
    }

    static bool alike(const Class& a, const Newcomer& newcomer) {
        return a.may_be_none == newcomer.may_be_none && a.among == newcomer.among &&
               !(a.none_rate < newcomer.none_rate || newcomer.none_rate < a.none_rate);
    }

    std::pmr::memory_resource* memory_;
    const Problem& problem_;
    const Parts& parts_;
    std::span<const std::uint32_t> nodes_;
    std::uint32_t begin_;
    std::uint32_t end_;
    std::pmr::vector<int> singled_out_;
    Quotient quotient_;
    std::size_t open_since_ = 0;  // the first class since the open groups changed
    Plateau common_{};
    std::pmr::vector<bool> flat_;  // per class: more newcomers may join it
};

}  // namespace

Group group_of(const Node& node) {
    return {.nodes = {},
            .at_least = std::min(node.at_least, kHighest),
            .at_most = std::min(node.at_most, kHighest),
            .ghosts = node.ghosts,
            .ghost_mass = node.ghost_mass,
            .rate = node.rate,
            .used_up = node.used_up,
            .span = node.span};
}

Quotient quotient_of(const Problem& problem,
                     const Parts& parts,
                     std::size_t part,
                     std::pmr::memory_resource& memory) {
    return Builder(problem, parts, part, memory).build();
}

}  // namespace invitectl::reconcile
