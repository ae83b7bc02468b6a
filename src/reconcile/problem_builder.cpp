#include "reconcile/problem_builder.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <span>
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
class Labels {
  public:
    explicit Labels(std::span<const Demand> demands) {
        of_demand_.reserve(demands.size());
        for (const Demand& demand : demands) {
            of_demand_.push_back(labels_.try_emplace(way_key(demand)).first);
        }
        int next = 0;
        for (auto& [key, label] : labels_) {
            label = next++;
        }
    }

    const std::map<WayKey, int>& all() const { return labels_; }
    int of(std::size_t demand) const { return of_demand_[demand]->second; }

  private:
    std::map<WayKey, int> labels_;
    std::vector<std::map<WayKey, int>::iterator> of_demand_;
};

Candidate candidate_of(const WayKey& key) {
    const auto& [stream, code, inviter] = key;
    return {.kind = stream == Stream::vanity ? Candidate::Kind::vanity : Candidate::Kind::invite,
            .code = code,
            .inviter = inviter,
            .source = {},
            .p = 0};
}

// Seen before the join, or not seen by a look that came after it.
bool is_out_of_time(const Arrival& arrival, Duration clock) {
    return (arrival.seen_by && *arrival.seen_by + clock < arrival.joined_at) ||
           (arrival.unseen_at && arrival.joined_at < *arrival.unseen_at - clock);
}

// What the problems of one history share.
struct Evidence {
    const std::map<JoinId, const Statement*>& statements;
    const std::map<JoinId, const Stamp*>& stamps;
    const std::map<InviteCode, const Targeting*>& targetings;
};

class Builder {
  public:
    Builder(const History& history,
            const Books& books,
            const Calibrations& calibrations,
            const Evidence& evidence,
            std::span<const Demand> demands,
            std::span<const std::uint32_t> newcomers)
        : history_(history),
          books_(books),
          calibrations_(calibrations),
          evidence_(evidence),
          demands_(demands),
          labels_(demands) {
        named_.arrival.assign(newcomers.begin(), newcomers.end());
    }

    NamedProblem build() {
        for (const auto& [key, label] : labels_.all()) {
            named_.ways.push_back(candidate_of(key));
        }
        named_.problem.nodes.reserve(demands_.size());
        named_.problem.newcomers.reserve(named_.arrival.size());
        for (std::size_t i = 0; i < demands_.size(); ++i) {
            named_.problem.nodes.push_back(node_of(demands_[i], labels_.of(i)));
        }
        add_newcomers();
        apply_statements();
        apply_stamps();
        apply_targetings();
        return std::move(named_);
    }

  private:
    Node node_of(const Demand& demand, int label) const {
        const Bounds bounds = calibrations_.bounds(demand.from, demand.until);
        const Calibration& laws = calibrations_.at(demand.until);
        Node node;
        node.from = demand.from;
        node.until = demand.until;
        node.label = label;
        node.at_least = std::min(demand.at_least, kMostUses);
        node.at_most = demand.at_most ? std::min(*demand.at_most, kMostUses) : kUnlimited;
        node.ghosts = books_.reaches_baseline(demand.from) ||
                      books_.may_miss_joins(demand.from, demand.until) ||
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
        for (const std::uint32_t i : named_.arrival) {
            const Arrival& arrival = history_.arrivals[i];
            const Instant at = arrival.joined_at;
            const Instant since = arrival.joined_after.value_or(at);
            const Calibration& calibration = calibrations_.at(at);
            named_.out_of_time.push_back(is_out_of_time(arrival, calibration.clock_bound));
            const bool complete = books_.complete_at(at) && books_.complete_at(since);
            const bool closed = calibration.closed && calibrations_.at(since).closed;
            named_.complete.push_back(complete);
            named_.problem.newcomers.push_back(
                {.at = at,
                 .only = kAnyWay,
                 .may_be_none = !closed || !complete,
                 .none_rate =
                     closed ? kClosedRate : std::max(calibration.no_invite_rate, kLeastRate)});
        }
    }

    // A stated join takes its use away from the others; where no demand can hold that use, it takes
    // none. Around the first reading it may have been counted already.
    void apply_statements() {
        named_.contradicted.assign(named_.arrival.size(), false);
        const auto& stated = evidence_.statements;
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

    // Restricts to the invites that give the role. Where none of these was used at a time that
    // fits, the role says nothing about the rest.
    void apply_stamps() {
        named_.stamped.assign(named_.arrival.size(), nullptr);
        named_.none_anyway.assign(named_.arrival.size(), false);
        const auto& stamps = evidence_.stamps;
        if (stamps.empty()) {
            return;
        }
        for (std::size_t k = 0; k < named_.arrival.size(); ++k) {
            const auto found = stamps.find(history_.arrivals[named_.arrival[k]].join);
            Newcomer& newcomer = named_.problem.newcomers[k];
            if (found == stamps.end() || newcomer.only != kAnyWay) {
                continue;
            }
            named_.stamped[k] = found->second;
            std::vector<int> labels = labels_of(*found->second, newcomer.at);
            if (labels.empty()) {
                named_.contradicted[k] = named_.complete[k];
                continue;
            }
            named_.none_anyway[k] = newcomer.may_be_none;
            newcomer.among = restriction({true, std::move(labels)});
            newcomer.may_be_none = !named_.complete[k];
        }
    }

    // Ascending.
    std::vector<int> labels_of(const Stamp& stamp, Instant at) const {
        std::vector<int> labels;
        for (const Node& node : named_.problem.nodes) {
            if (node.from >= at) {
                break;  // they come by `from`
            }
            const Candidate& way = named_.ways[static_cast<std::size_t>(node.label)];
            const bool fits = at <= node.until && way.kind == Candidate::Kind::invite &&
                              std::ranges::any_of(stamp.ways, [&](const StampedWay& given) {
                                  return given.code == way.code;
                              });
            if (fits) {
                labels.push_back(node.label);
            }
        }
        std::ranges::sort(labels);
        labels.erase(std::ranges::unique(labels).begin(), labels.end());
        return labels;
    }

    // Newcomers of one campaign share a restriction.
    int restriction(Restriction rule) {
        auto& all = named_.problem.restrictions;
        const auto [known, added] =
            restrictions_.try_emplace({rule.to_these, rule.labels}, static_cast<int>(all.size()));
        if (added) {
            all.push_back(std::move(rule));
        }
        return known->second;
    }

    // Who is not on the list of an invite did not come by it.
    void apply_targetings() {
        const auto& targetings = evidence_.targetings;
        if (targetings.empty()) {
            return;
        }
        std::vector<std::vector<int>> barred(named_.arrival.size());
        for (const Node& node : named_.problem.nodes) {
            const Candidate& way = named_.ways[static_cast<std::size_t>(node.label)];
            const auto found = way.kind == Candidate::Kind::invite && way.code
                                   ? targetings.find(*way.code)
                                   : targetings.end();
            if (found != targetings.end()) {
                bar_others(node, *found->second, barred);
            }
        }
        for (std::size_t k = 0; k < barred.size(); ++k) {
            if (!barred[k].empty()) {
                keep_off(k, std::move(barred[k]));
            }
        }
    }

    void bar_others(const Node& node,
                    const Targeting& targeting,
                    std::vector<std::vector<int>>& barred) const {
        const auto& newcomers = named_.problem.newcomers;
        const auto first = std::ranges::upper_bound(newcomers, node.from, {}, &Newcomer::at);
        for (auto it = first; it != newcomers.end() && it->at <= node.until; ++it) {
            const auto k = static_cast<std::size_t>(it - newcomers.begin());
            const UserId user = history_.arrivals[named_.arrival[k]].user;
            if (!std::ranges::binary_search(targeting.users, user)) {
                barred[k].push_back(node.label);
            }
        }
    }

    void keep_off(std::size_t k, std::vector<int> labels) {
        Newcomer& newcomer = named_.problem.newcomers[k];
        std::ranges::sort(labels);
        labels.erase(std::ranges::unique(labels).begin(), labels.end());
        if (newcomer.only != kAnyWay) {
            return;
        }
        if (newcomer.among == kAnyWay) {
            newcomer.among = restriction({false, std::move(labels)});
            return;
        }
        Restriction left{true, {}};
        std::ranges::set_difference(
            named_.problem.restrictions[static_cast<std::size_t>(newcomer.among)].labels,
            labels,
            std::back_inserter(left.labels));
        if (left.labels.empty()) {
            disregard_stamp(named_, k);
            newcomer.among = restriction({false, std::move(labels)});
        } else {
            newcomer.among = restriction(std::move(left));
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
    const Books& books_;
    const Calibrations& calibrations_;
    Evidence evidence_;
    std::span<const Demand> demands_;
    Labels labels_;
    std::map<std::pair<bool, std::vector<int>>, int> restrictions_;
    NamedProblem named_;
};

}  // namespace

ProblemBuilder::ProblemBuilder(const History& history, const Demands& demands, const Books& books)
    : history_(history), demands_(demands), books_(books), calibrations_(history.calibrations) {
    const auto& arrivals = history.arrivals;
    for (std::uint32_t i = 0; i < arrivals.size(); ++i) {
        if (!arrivals[i].bot) {
            newcomers_.push_back(i);
        }
    }
    std::ranges::sort(newcomers_, {}, [&](std::uint32_t i) {
        return std::tie(arrivals[i].joined_at, arrivals[i].join);
    });
    for (const Statement& statement : history.statements) {
        statements_[statement.join] = &statement;
    }
    for (const Stamp& stamp : history.stamps) {
        stamps_[stamp.join] = &stamp;
    }
    for (const Targeting& targeting : history.targetings) {
        targetings_[targeting.code] = &targeting;
    }
}

std::vector<Instant> ProblemBuilder::times() const {
    std::vector<Instant> times;
    times.reserve(newcomers_.size());
    for (const std::uint32_t i : newcomers_) {
        times.push_back(history_.arrivals[i].joined_at);
    }
    return times;
}

NamedProblem ProblemBuilder::build(const Stretch& stretch) const {
    const auto part = [](const auto& all, std::size_t first, std::size_t last) {
        return std::span(all).subspan(first, last - first);
    };
    return Builder(history_,
                   books_,
                   calibrations_,
                   {statements_, stamps_, targetings_},
                   part(demands_.list, stretch.first_demand, stretch.last_demand),
                   part(newcomers_, stretch.first_newcomer, stretch.last_newcomer))
        .build();
}

NamedProblem ProblemBuilder::build_whole() const {
    return build({0, demands_.list.size(), 0, newcomers_.size()});
}

void disregard_stamp(NamedProblem& named, std::size_t k) {
    Newcomer& newcomer = named.problem.newcomers[k];
    newcomer.among = kAnyWay;
    newcomer.may_be_none = newcomer.may_be_none || named.none_anyway[k];
    named.contradicted[k] = true;
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
