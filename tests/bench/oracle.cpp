#include "tests/bench/oracle.hpp"

#include "invitectl/reconcile/solver.hpp"

#include "reconcile/lag_law.hpp"
#include "reconcile/problem_builder.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace invitectl::bench {
namespace {

using reconcile::Newcomer;
using reconcile::Node;

constexpr std::size_t kMostJoins = 7;
constexpr double kMostChoices = 20'000;

double hours(Duration d) {
    return std::chrono::duration<double, std::ratio<3600>>(d).count();
}

// Joins per hour by a way at a time.
class Rates {
  public:
    Rates(const Trace& trace, const TraceLaws& laws) : trace_(trace), laws_(laws) {
        for (std::size_t way = 0; way < trace.ways.size(); ++way) {
            by_code_[trace.ways[way].code] = way;
        }
        bursts_.resize(trace.ways.size());
        for (const Burst& burst : trace.bursts) {
            bursts_[static_cast<std::size_t>(burst.way)].push_back(burst);
        }
    }

    std::size_t way(const InviteCode& code) const { return by_code_.at(code); }

    double at(std::size_t way, Instant t) const {
        double rate = trace_.ways[way].rate;
        for (const Burst& burst : bursts_[way]) {
            rate += burst.from <= t && t <= burst.until ? burst.rate : 0;
        }
        return rate + fresh(trace_.ways[way], t);
    }

    double none() const { return laws_.joins_per_hour * laws_.no_invite; }

    // Expected uses by people whom no sweep can have seen.
    double ghosts(const Node& node, std::size_t way, Instant sweep) const {
        constexpr int kSteps = 16;
        const double step = hours(node.until - node.from) / kSteps;
        double mass = 0;
        for (int i = 0; i < kSteps; ++i) {
            const Instant t = node.from + (node.until - node.from) * (2 * i + 1) / (2 * kSteps);
            const double left = std::max(0.0, hours(sweep - t) / hours(laws_.bounce_tau));
            mass += step * at(way, t) * laws_.bounce * (1 - std::exp(-left)) *
                    reconcile::shown_within(node, t);
        }
        return std::max(mass, 1e-12);
    }

  private:
    // Friends come within half an hour of the invite being made.
    static double fresh(const TraceWay& way, Instant t) {
        const double age = way.planned > 0 ? hours(t - way.created) : -1;
        return age >= 0 ? static_cast<double>(way.planned) / 0.5 * std::exp(-age / 0.5) : 0;
    }

    const Trace& trace_;
    const TraceLaws& laws_;
    std::map<InviteCode, std::size_t> by_code_;
    std::vector<std::vector<Burst>> bursts_;
};

// One component, enumerated.
class Enumeration {
  public:
    struct Choice {
        std::size_t node;  // or kNone
        int label;
        double weight;
    };
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    Enumeration(std::vector<std::vector<Choice>> choices,
                std::vector<Node> nodes,
                std::vector<double> ghosts)
        : choices_(std::move(choices)),
          nodes_(std::move(nodes)),
          ghosts_(std::move(ghosts)),
          taken_(nodes_.size()),
          chosen_(choices_.size()),
          p_(choices_.size()) {}

    // Probability of the label per newcomer.
    std::vector<std::map<int, double>> run() {
        choose(0, 1);
        for (auto& ways : p_) {
            for (auto& [label, p] : ways) {
                p /= whole_;
            }
        }
        return p_;
    }

  private:
    void choose(std::size_t i, double weight) {
        if (i == choices_.size()) {
            finish(weight);
            return;
        }
        for (const Choice& choice : choices_[i]) {
            chosen_[i] = choice.label;
            if (choice.node == kNone) {
                choose(i + 1, weight * choice.weight);
            } else if (taken_[choice.node] < nodes_[choice.node].at_most) {
                ++taken_[choice.node];
                choose(i + 1, weight * choice.weight);
                --taken_[choice.node];
            }
        }
    }

    void finish(double weight) {
        for (std::size_t v = 0; v < nodes_.size(); ++v) {
            weight *= ending(v);
        }
        whole_ += weight;
        for (std::size_t i = 0; i < chosen_.size(); ++i) {
            p_[i][chosen_[i]] += weight;
        }
    }

    // The ghosts that the rest of a node's number must be.
    double ending(std::size_t v) const {
        const Node& node = nodes_[v];
        const auto rest = static_cast<double>(node.at_most - taken_[v]);
        if (!node.exact()) {
            return 1;  // a Poisson number: whatever is left costs nothing more
        }
        if (rest > 0 && !node.ghosts) {
            return 0;
        }
        return std::pow(ghosts_[v], rest) / std::tgamma(rest + 1);
    }

    std::vector<std::vector<Choice>> choices_;
    std::vector<Node> nodes_;
    std::vector<double> ghosts_;
    std::vector<std::int64_t> taken_;
    std::vector<int> chosen_;
    std::vector<std::map<int, double>> p_;
    double whole_ = 0;
};

class Comparison {
  public:
    Comparison(const Case& one, const Outcome& outcome)
        : laws_(one.laws),
          trace_(outcome.trace),
          rates_(outcome.trace, one.laws),
          books_(outcome.trace.history),
          demands_(reconcile::demands_of(outcome.trace.history)),
          named_(reconcile::ProblemBuilder(outcome.trace.history, demands_, books_).build_whole()),
          parts_(reconcile::find_parts(named_.problem)),
          settled_(reconcile::relax_unsettled(named_.problem, parts_, demands_, books_)),
          ours_(reconcile::solve(named_.problem)) {
        for (const TrueJoin& join : trace_.joins) {
            if (join.join != 0) {
                truth_[join.join] = join.way;
            }
        }
    }

    OracleScore run() {
        for (std::size_t part = 0; part < parts_.count(); ++part) {
            compare(part);
        }
        score_.oracle /= static_cast<double>(std::max<std::int64_t>(score_.joins, 1));
        score_.ours /= static_cast<double>(std::max<std::int64_t>(score_.joins, 1));
        return score_;
    }

  private:
    Instant sweep_after(Instant t) const {
        const auto poll = std::lower_bound(trace_.polls.begin(), trace_.polls.end(), t);
        return poll == trace_.polls.end() ? t : *poll + std::chrono::milliseconds{600};
    }

    // Which label the truth has, or kNoInvite.
    int true_label(std::size_t newcomer) const {
        const JoinId join = trace_.history.arrivals[named_.arrival[newcomer]].join;
        const std::int32_t way = truth_.at(join);
        for (std::size_t label = 0; way != kUninvited && label < named_.ways.size(); ++label) {
            if (named_.ways[label].code == trace_.ways[static_cast<std::size_t>(way)].code) {
                return static_cast<int>(label);
            }
        }
        return reconcile::kNoInvite;
    }

    std::vector<Enumeration::Choice> choices_of(const Newcomer& newcomer,
                                                const std::vector<Node>& nodes) const {
        std::vector<Enumeration::Choice> choices;
        for (std::size_t v = 0; v < nodes.size(); ++v) {
            if (nodes[v].from < newcomer.at && newcomer.at <= nodes[v].until) {
                const double rate = rates_.at(way_of(nodes[v]), newcomer.at);
                choices.push_back(
                    {v,
                     nodes[v].label,
                     std::max(rate, 1e-9) * reconcile::shown_within(nodes[v], newcomer.at)});
            }
        }
        if (newcomer.may_be_none) {
            choices.push_back(
                {Enumeration::kNone, reconcile::kNoInvite, std::max(rates_.none(), 1e-9)});
        }
        return choices;
    }

    std::size_t way_of(const Node& node) const {
        return rates_.way(*named_.ways[static_cast<std::size_t>(node.label)].code);
    }

    // The node as the oracle knows it: the clock's error, the lag's law and its bound.
    Node known(Node node) const {
        const Duration offset = laws_.clock_error;
        if (node.opened) {
            *node.opened -= offset;
        }
        if (node.closed) {
            *node.closed -= offset;
        }
        node.blur = std::chrono::milliseconds{1};
        node.lag_scale = laws_.lag_mean;
        node.lag_bound = laws_.lag_bound;
        return node;
    }

    void compare(std::size_t part) {
        const std::size_t first = parts_.begin_newcomers[part];
        const std::size_t last = parts_.begin_newcomers[part + 1];
        if (!settled_[part] || first == last || last - first > kMostJoins) {
            return;
        }
        std::vector<Node> nodes;
        std::vector<double> ghosts;
        for (auto k = parts_.begin_nodes[part]; k < parts_.begin_nodes[part + 1]; ++k) {
            nodes.push_back(known(named_.problem.nodes[parts_.nodes[k]]));
            ghosts.push_back(
                rates_.ghosts(nodes.back(), way_of(nodes.back()), sweep_after(nodes.back().until)));
        }
        std::vector<std::vector<Enumeration::Choice>> choices;
        double all = 1;
        for (std::size_t i = first; i < last; ++i) {
            choices.push_back(choices_of(named_.problem.newcomers[i], nodes));
            all *= static_cast<double>(choices.back().size());
        }
        if (all > kMostChoices) {
            return;
        }
        const auto p = Enumeration(choices, nodes, ghosts).run();
        for (std::size_t i = first; i < last; ++i) {
            take(p[i - first], i);
        }
    }

    void take(const std::map<int, double>& oracle, std::size_t newcomer) {
        const int truth = true_label(newcomer);
        const auto found = oracle.find(truth);
        double ours = 0;
        for (const reconcile::Way& way : ours_.ways_of(newcomer)) {
            ours += way.label == truth ? way.p : 0;
        }
        if (found == oracle.end() || !(found->second > 0) || !(ours > 0)) {
            return;  // its books are not complete
        }
        ++score_.joins;
        score_.oracle -= std::log(found->second);
        score_.ours -= std::log(ours);
    }

    const TraceLaws& laws_;
    const Trace& trace_;
    Rates rates_;
    reconcile::Books books_;
    reconcile::Demands demands_;
    reconcile::NamedProblem named_;
    reconcile::Parts parts_;
    std::vector<bool> settled_;
    reconcile::Solution ours_;
    std::map<JoinId, std::int32_t> truth_;
    OracleScore score_;
};

}  // namespace

OracleScore against_oracle(const Case& one, std::uint64_t seed) {
    const Outcome outcome = work_out(one, seed);
    return Comparison(one, outcome).run();
}

}  // namespace invitectl::bench
