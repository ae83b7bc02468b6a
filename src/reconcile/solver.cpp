#include "invitectl/reconcile/solver.hpp"

#include "reconcile/classes_and_groups.hpp"
#include "reconcile/closed_form.hpp"
#include "reconcile/components.hpp"
#include "reconcile/dynamic_programme.hpp"
#include "reconcile/group_weights.hpp"
#include "reconcile/matrix_scaling.hpp"
#include "reconcile/possible_sets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <utility>

namespace invitectl::reconcile {
namespace {

// Weights of what a declaration ruled out, where the books contradict the declaration: small, so
// that the contradiction is explained as cheaply as possible.
constexpr double kRuledOut = 1e-6;

void drop_declarations(Quotient& quotient) {
    for (Class& each : quotient.classes) {
        if (!each.may_be_none) {
            each.may_be_none = true;
            each.none_rate = kRuledOut;
        }
    }
    for (Group& group : quotient.groups) {
        if (!group.ghosts) {
            group.ghosts = true;
            group.ghost_mass = std::max(group.ghost_mass, kRuledOut);
        }
    }
}

// A newcomer whom nothing explains: there is no way, not even a forbidden one that would be a
// better guess.
bool unexplained(const Quotient& quotient) {
    return std::any_of(quotient.classes.begin(), quotient.classes.end(), [](const Class& each) {
        return each.edges.empty() && !each.may_be_none;
    });
}

// Numbers as no guild has them can be too far apart for the dynamic programme's sums.
bool is_finite(const Marginals& marginals) {
    const auto finite = [](const std::vector<double>& values) {
        return std::ranges::all_of(values, [](double x) { return std::isfinite(x) && x >= 0; });
    };
    return finite(marginals.attributed) && finite(marginals.ghosts) && finite(marginals.none) &&
           std::ranges::all_of(marginals.edge, finite);
}

class Solver {
  public:
    Solver(const Problem& problem, Explanations* explanations)
        : problem_(problem), explanations_(explanations), parts_(find_parts(problem)) {}

    Solution run() {
        solution_.attributed.resize(problem_.nodes.size());
        solution_.ghosts.resize(problem_.nodes.size());
        solution_.component_of_newcomer.resize(problem_.newcomers.size());
        solution_.component_of_node.resize(problem_.nodes.size());
        solution_.row.resize(problem_.newcomers.size());
        solution_.components.reserve(parts_.count());
        solution_.begin.reserve(problem_.newcomers.size() + 1);
        solution_.begin.push_back(0);
        for (std::size_t part = 0; part < parts_.count(); ++part) {
            solve_part(part);
        }
        return std::move(solution_);
    }

  private:
    void solve_part(std::size_t part) {
        Component component = describe(part);
        if (component.newcomers == 0) {
            leave_to_ghosts(part, component);
            return;
        }
        memory_.release();
        Quotient quotient = quotient_of(problem_, parts_, part, memory_);
        const bool lonely = component.newcomers == 1 && unexplained(quotient);
        component.consistent = keep_possible(quotient);
        if (!component.consistent && !lonely) {
            drop_declarations(quotient);
        }
        const auto [marginals, method] = weigh(quotient);
        component.log_evidence = marginals.log_evidence;
        write_nodes(quotient, marginals);
        write_ways(quotient, marginals);
        finish(component, method);
    }

    // A node that nobody can have used.
    void leave_to_ghosts(std::size_t part, Component component) {
        const std::uint32_t node = parts_.nodes[parts_.begin_nodes[part]];
        Group group = group_of(problem_.nodes[node]);
        component.consistent = group.ghosts || group.at_least == 0;
        if (!component.consistent) {
            group.ghosts = true;
            group.ghost_mass = std::max(group.ghost_mass, kRuledOut);
        }
        solution_.ghosts[node] = expected_ghosts(group, 0);
        finish(component, Method::closed_form);
    }

    void finish(const Component& component, Method method) {
        solution_.components.push_back(component);
        if (explanations_ != nullptr) {
            explanations_->add({component.from,
                                component.until,
                                component.newcomers,
                                component.nodes,
                                method,
                                component.consistent});
        }
    }

    Component describe(std::size_t part) {
        Component component{.from = Instant::max(), .until = Instant::min()};
        const auto number = static_cast<std::uint32_t>(solution_.components.size());
        for (auto i = parts_.begin_newcomers[part]; i < parts_.begin_newcomers[part + 1]; ++i) {
            component.from = std::min(component.from, problem_.newcomers[i].at);
            component.until = std::max(component.until, problem_.newcomers[i].at);
            solution_.component_of_newcomer[i] = number;
            ++component.newcomers;
        }
        for (auto k = parts_.begin_nodes[part]; k < parts_.begin_nodes[part + 1]; ++k) {
            const std::uint32_t node = parts_.nodes[k];
            component.from = std::min(component.from, problem_.nodes[node].from);
            component.until = std::max(component.until, problem_.nodes[node].until);
            solution_.component_of_node[node] = number;
            ++component.nodes;
        }
        return component;
    }

    std::pair<Marginals, Method> weigh(const Quotient& quotient) {
        if (auto marginals = closed_form(quotient)) {
            return {std::move(*marginals), Method::closed_form};
        }
        if (auto marginals = programme_.run(quotient); marginals && is_finite(*marginals)) {
            return {std::move(*marginals), Method::dynamic_programme};
        }
        return {matrix_scaling(quotient), Method::scaling};
    }

    // The part of a group's total that one of its nodes has.
    double part_of(const Group& group, std::uint32_t node) const {
        return group.nodes.size() == 1 ? 1.0
                                       : static_cast<double>(problem_.nodes[node].at_most) /
                                             static_cast<double>(group.at_most);
    }

    void write_nodes(const Quotient& quotient, const Marginals& marginals) {
        for (std::size_t g = 0; g < quotient.groups.size(); ++g) {
            for (const std::uint32_t node : quotient.groups[g].nodes) {
                const double part = part_of(quotient.groups[g], node);
                solution_.attributed[node] = marginals.attributed[g] * part;
                solution_.ghosts[node] = marginals.ghosts[g] * part;
            }
        }
    }

    // Of the newcomers of a class, by label.
    const std::vector<Way>& ways_of(const Quotient& quotient,
                                    std::size_t c,
                                    const Marginals& marginals) {
        const Class& each = quotient.classes[c];
        std::vector<Way>& ways = ways_;
        ways.clear();
        for (std::size_t e = 0; e < each.edges.size(); ++e) {
            const Group& group = quotient.groups[each.edges[e].group];
            for (const std::uint32_t node : group.nodes) {
                ways.push_back(
                    {problem_.nodes[node].label, marginals.edge[c][e] * part_of(group, node)});
            }
        }
        std::ranges::sort(ways, [](const Way& a, const Way& b) {
            return std::tie(a.label, a.p) < std::tie(b.label, b.p);
        });
        std::size_t kept = 0;
        for (const Way& way : ways) {
            if (kept > 0 && ways[kept - 1].label == way.label) {
                ways[kept - 1].p += way.p;
            } else {
                ways[kept++] = way;
            }
        }
        ways.resize(kept);
        if (each.may_be_none) {
            ways.push_back({kNoInvite, marginals.none[c]});
        }
        if (ways.size() == 1) {
            ways.front().p = 1;  // whatever rounding made of it
        }
        return ways;
    }

    void write_ways(const Quotient& quotient, const Marginals& marginals) {
        for (std::size_t c = 0; c < quotient.classes.size(); ++c) {
            const auto row = static_cast<std::uint32_t>(solution_.begin.size() - 1);
            const std::vector<Way>& ways = ways_of(quotient, c, marginals);
            solution_.ways.insert(solution_.ways.end(), ways.begin(), ways.end());
            solution_.begin.push_back(static_cast<std::uint32_t>(solution_.ways.size()));
            for (const std::uint32_t newcomer : quotient.classes[c].newcomers) {
                solution_.row[newcomer] = row;
            }
        }
    }

    const Problem& problem_;
    Explanations* explanations_;
    Parts parts_;
    std::array<std::byte, 1 << 16> first_memory_;
    // Of the quotient at hand.
    std::pmr::monotonic_buffer_resource memory_{first_memory_.data(), first_memory_.size()};
    DynamicProgramme programme_;
    std::vector<Way> ways_;
    Solution solution_;
};

}  // namespace

Solution solve(const Problem& problem, Explanations* explanations) {
    return Solver(problem, explanations).run();
}

}  // namespace invitectl::reconcile
