#include "reconcile/problem_builder.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace invitectl::reconcile {
namespace {

// The formulas divide by these and take their logarithms.
constexpr double kLeastRate = 1e-6;
constexpr double kLeastMass = 1e-9;
// In a guild declared closed, where the books have a hole nevertheless.
constexpr double kClosedRate = 1e-3;

double hours(Duration d) {
    return std::chrono::duration<double, std::ratio<3600>>(d).count();
}

Instant middle(const Bracket& bracket) {
    return bracket.began + (bracket.ended - bracket.began) / 2;
}

using WayKey = std::tuple<Stream, InviteCode, std::optional<UserId>>;

WayKey way_key(const Demand& demand) {
    return {demand.key.stream, demand.key.code, demand.inviter};
}

// Labels by name, so that a slice orders them as the whole does.
std::map<WayKey, int> label_ways(const Demands& demands) {
    std::map<WayKey, int> labels;
    for (const Demand& demand : demands.list) {
        labels.emplace(way_key(demand), 0);
    }
    int next = 0;
    for (auto& [key, label] : labels) {
        label = next++;
    }
    return labels;
}

Candidate candidate_of(const WayKey& key) {
    const auto& [stream, code, inviter] = key;
    return {.kind = stream == Stream::vanity ? Candidate::Kind::vanity : Candidate::Kind::invite,
            .code = code,
            .inviter = inviter,
            .source = {},
            .p = 0};
}

class Builder {
  public:
    Builder(const History& history, const Demands& demands, const Books& books)
        : history_(history),
          demands_(demands),
          books_(books),
          calibrations_(history.calibrations),
          labels_(label_ways(demands)) {}

    NamedProblem build() {
        for (const auto& [key, label] : labels_) {
            named_.ways.push_back(candidate_of(key));
        }
        for (const Demand& demand : demands_.list) {
            named_.problem.nodes.push_back(node_of(demand));
        }
        add_newcomers();
        apply_statements();
        return std::move(named_);
    }

  private:
    Node node_of(const Demand& demand) const {
        const Bounds bounds = calibrations_.bounds(demand.from, demand.until);
        const Calibration& laws = calibrations_.at(demand.until);
        Node node;
        node.from = demand.from;
        node.until = demand.until;
        node.label = labels_.at(way_key(demand));
        node.at_least = std::min(demand.at_least, kMostUses);
        node.at_most = demand.at_most ? std::min(*demand.at_most, kMostUses) : kUnlimited;
        node.ghosts = books_.reaches_baseline(demand.from) ||
                      !calibrations_.no_ghosts(demand.from, demand.until);
        if (demand.opened) {
            node.opened = middle(*demand.opened);
            node.blur = (demand.opened->ended - demand.opened->began) / 2;
        }
        if (demand.closed) {
            node.closed = middle(*demand.closed);
            node.blur = std::max(node.blur, (demand.closed->ended - demand.closed->began) / 2);
        }
        // The clock is usually better than its bound.
        node.blur += bounds.clock / 3;
        node.lag_scale = laws.lag_scale;
        node.lag_bound = bounds.lag;
        const Duration core = demand.until - demand.from - bounds.guard();
        node.span = hours(std::max<Duration>(core, std::chrono::seconds{1}));
        // Whoever left again between joining and the sweep that follows the reading was never seen.
        const double tau = std::max(hours(laws.bounce_tau), 1e-6);
        const double unseen = node.span - tau * (1 - std::exp(-node.span / tau));
        node.ghost_mass = std::max(laws.bounce_share * unseen, kLeastMass);
        node.rate = std::max(demand.rate, kLeastRate);
        node.used_up = demand.used_up;
        return node;
    }

    void add_newcomers() {
        for (std::uint32_t i = 0; i < history_.arrivals.size(); ++i) {
            if (!history_.arrivals[i].bot) {
                named_.arrival.push_back(i);
            }
        }
        std::sort(named_.arrival.begin(), named_.arrival.end(), [this](auto a, auto b) {
            const Arrival& left = history_.arrivals[a];
            const Arrival& right = history_.arrivals[b];
            return std::tie(left.joined_at, left.join) < std::tie(right.joined_at, right.join);
        });
        for (const std::uint32_t i : named_.arrival) {
            const Instant at = history_.arrivals[i].joined_at;
            const Calibration& calibration = calibrations_.at(at);
            const bool complete = books_.complete_at(at);
            named_.complete.push_back(complete);
            named_.problem.newcomers.push_back(
                {.at = at,
                 .only = kAnyWay,
                 .may_be_none = !calibration.closed || !complete,
                 .none_rate = calibration.closed
                                  ? kClosedRate
                                  : std::max(calibration.no_invite_rate, kLeastRate)});
        }
    }

    // A stated join takes its use away from the others; where no demand can hold that use, it takes
    // none. Around the first reading it may have been counted already.
    void apply_statements() {
        named_.contradicted.assign(named_.arrival.size(), false);
        std::map<JoinId, const Statement*> stated;
        for (const Statement& statement : history_.statements) {
            stated[statement.join] = &statement;
        }
        if (stated.empty()) {
            return;
        }
        for (std::size_t k = 0; k < named_.arrival.size(); ++k) {
            const auto found = stated.find(history_.arrivals[named_.arrival[k]].join);
            if (found != stated.end()) {
                Newcomer& newcomer = named_.problem.newcomers[k];
                const Statement& statement = *found->second;
                newcomer.only = label_of(statement, newcomer.at);
                const bool by_code = statement.code || statement.vanity;
                named_.contradicted[k] = named_.complete[k] && newcomer.only == kNoInvite &&
                                         (by_code || !newcomer.may_be_none);
                newcomer.may_be_none = newcomer.only == kNoInvite || !named_.complete[k];
            }
        }
    }

    static bool fits(const Statement& statement, const Candidate& way) {
        if (!statement.code) {
            return statement.vanity && way.kind == Candidate::Kind::vanity;
        }
        return way.code == statement.code;
    }

    int label_of(const Statement& statement, Instant at) const {
        for (const Node& node : named_.problem.nodes) {
            if (node.from < at && at <= node.until &&
                fits(statement, named_.ways[static_cast<std::size_t>(node.label)])) {
                return node.label;
            }
        }
        return kNoInvite;
    }

    const History& history_;
    const Demands& demands_;
    const Books& books_;
    Calibrations calibrations_;
    std::map<WayKey, int> labels_;
    NamedProblem named_;
};

}  // namespace

NamedProblem name_problem(const History& history, const Demands& demands, const Books& books) {
    return Builder(history, demands, books).build();
}

std::vector<bool> relax_unsettled(Problem& problem,
                                  const Parts& parts,
                                  const Demands& demands,
                                  const Books& books) {
    std::vector<bool> settled;
    for (std::size_t part = 0; part < parts.count(); ++part) {
        Instant right_end = Instant::min();
        const auto begin = problem.newcomers.begin() + parts.begin_newcomers[part];
        const auto end = problem.newcomers.begin() + parts.begin_newcomers[part + 1];
        if (begin != end) {
            right_end = std::prev(end)->at;
        }
        for (auto k = parts.begin_nodes[part]; k < parts.begin_nodes[part + 1]; ++k) {
            right_end = std::max(right_end, problem.nodes[parts.nodes[k]].until);
        }
        settled.push_back(books.settled(right_end, demands));
        if (settled.back()) {
            continue;
        }
        std::for_each(begin, end, [](Newcomer& newcomer) {
            newcomer.may_be_none = newcomer.may_be_none || newcomer.only == kAnyWay;
        });
        for (auto k = parts.begin_nodes[part]; k < parts.begin_nodes[part + 1]; ++k) {
            problem.nodes[parts.nodes[k]].ghosts = true;
        }
    }
    return settled;
}

}  // namespace invitectl::reconcile
