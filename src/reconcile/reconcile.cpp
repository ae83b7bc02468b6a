#include "invitectl/base/error.hpp"
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/invariants.hpp"
#include "invitectl/reconcile/solver.hpp"

#include "reconcile/books.hpp"
#include "reconcile/demand_rules.hpp"
#include "reconcile/problem_builder.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace invitectl::reconcile {
namespace {

// How far the audit log's time of adding a bot may be from its joined_at.
constexpr Duration kBotTolerance = std::chrono::minutes{1};
// Demands and newcomers that are worked out at a time: many enough to pay for a problem of their
// own, few enough for the caches.
constexpr std::size_t kStretch = 512;

// Candidates of different lives of one code are one way in.
void merge_alike(std::vector<Candidate>& candidates) {
    const auto alike = [](const Candidate& a, const Candidate& b) {
        return a.kind == b.kind && a.code == b.code && a.inviter == b.inviter;
    };
    auto kept = candidates.begin();
    for (auto it = candidates.begin(); it != candidates.end(); ++it) {
        if (it == candidates.begin()) {
            continue;
        }
        if (alike(*kept, *it)) {
            kept->p += it->p;
        } else if (++kept != it) {
            *kept = std::move(*it);
        }
    }
    if (!candidates.empty()) {
        candidates.erase(std::next(kept), candidates.end());
    }
}

class Reconciliation {
  public:
    Reconciliation(const History& history,
                   const AssignmentTimeline& assignments,
                   const ReservedSources& reserved,
                   const Receiver& receiver)
        : history_(history),
          assignments_(assignments),
          reserved_(reserved),
          receiver_(receiver),
          books_(history) {}

    Result run(Explanations* explanations) {
        demands_ = demands_of(history_, books_.readings());
        outcomes_.reserve(demands_.list.size());
        index_evidence();
        const ProblemBuilder builder(history_, demands_, books_);
        for (const Stretch& stretch :
             cut_into_stretches(demands_.list, builder.times(), kStretch)) {
            work_out(builder.build(stretch), explanations);
        }
        add_bots();
        add_demands();
        set_marks();
        return std::move(result_);
    }

  private:
    // Of one demand.
    struct Outcome {
        double attributed = 0;
        double ghosts = 0;
        bool settled = false;
    };

    void work_out(NamedProblem named, Explanations* explanations) {
        named_ = std::move(named);
        settled_ = relax_unsettled(named_.problem, find_parts(named_.problem), demands_, books_);
        check_problem(named_.problem);
        solution_ = solve(named_.problem, explanations);
        if (disregard_stamps_that_do_not_fit()) {
            solution_ = solve(named_.problem, nullptr);
        }
        check_solution(named_.problem, solution_);
        last_newcomer_.reset();
        for (std::size_t k = 0; k < named_.arrival.size(); ++k) {
            add_newcomer(k);
        }
        for (std::size_t i = 0; i < named_.problem.nodes.size(); ++i) {
            outcomes_.push_back({solution_.attributed[i],
                                 solution_.ghosts[i],
                                 settled_[solution_.component_of_node[i]]});
        }
        add_inconsistencies();
    }

    // More hold a role than invites that give it were used: it was given by hand to some.
    bool disregard_stamps_that_do_not_fit() {
        bool any = false;
        for (std::size_t k = 0; k < named_.stamped.size(); ++k) {
            const std::size_t component = solution_.component_of_newcomer[k];
            if (named_.stamped[k] != nullptr && named_.problem.newcomers[k].among != kAnyWay &&
                !solution_.components[component].consistent) {
                disregard_stamp(named_, k);
                any = true;
            }
        }
        return any;
    }

    void index_evidence() {
        for (const Statement& statement : history_.statements) {
            stated_[statement.join] = &statement;
        }
        for (const BotAddition& addition : history_.bots_added) {
            additions_.emplace(addition.bot, &addition);
        }
    }

    void add(Attribution attribution, Instant joined_at, Reason reason) {
        answer_levels(attribution, reason, joined_at, assignments_, reserved_);
        check_attribution(attribution);
        last_ = std::move(attribution);
        hand_over(joined_at);
    }

    // The answer in last_.
    void hand_over(Instant joined_at) {
        ++result_.answered;
        highest_join_ = std::max(highest_join_, last_.join);
        if (!last_.settled) {
            lowest_unsettled_ = std::min(lowest_unsettled_.value_or(last_.join), last_.join);
            earliest_unsettled_ = std::min(earliest_unsettled_, joined_at);
        }
        receiver_.answer(last_);
    }

    Reason reason_of(std::size_t k, const std::vector<Candidate>& candidates) const {
        const std::size_t component = solution_.component_of_newcomer[k];
        if (!settled_[component]) {
            return Reason::waiting;
        }
        if (candidates.empty()) {
            return Reason::unexplained;
        }
        if (!solution_.components[component].consistent) {
            return Reason::contradiction;
        }
        if (named_.out_of_time[k]) {
            return Reason::out_of_time;
        }
        if (!named_.complete[k]) {
            return Reason::incomplete_books;
        }
        if (candidates.size() > 1) {
            return Reason::several_ways;
        }
        return candidates.front().kind == Candidate::Kind::none ? Reason::no_movement
                                                                : Reason::only_way;
    }

    void add_newcomer(std::size_t k) {
        const Arrival& arrival = history_.arrivals[named_.arrival[k]];
        const std::size_t component = solution_.component_of_newcomer[k];
        Attribution attribution;
        attribution.join = arrival.join;
        attribution.settled = settled_[component];
        if (!attribution.settled && arrival.joined_after) {
            earliest_unsettled_ = std::min(earliest_unsettled_, *arrival.joined_after);
        }
        if (const auto found = stated_.find(arrival.join); found != stated_.end()) {
            attribution.candidates = {stated_candidate(*found->second, k)};
            last_newcomer_.reset();
            const bool against =
                attribution.settled &&
                (named_.contradicted[k] || !solution_.components[component].consistent);
            add(std::move(attribution),
                arrival.joined_at,
                against ? Reason::stated_against : Reason::stated);
            return;
        }
        if (named_.stamped[k] != nullptr) {
            attribution.candidates = stamped_candidates(*named_.stamped[k], k);
            last_newcomer_.reset();
            const bool against = attribution.settled && named_.contradicted[k];
            add(std::move(attribution),
                arrival.joined_at,
                against ? Reason::stamped_against : Reason::stamped);
            return;
        }
        if (is_like_last(k, arrival.joined_at)) {
            last_.join = arrival.join;
            hand_over(arrival.joined_at);
            return;
        }
        const auto ways = solution_.ways_of(k);
        std::swap(attribution.candidates, last_.candidates);  // for their memory
        attribution.candidates.clear();
        attribution.candidates.reserve(ways.size());
        for (const Way& way : ways) {
            attribution.candidates.push_back(candidate_of(way));
        }
        merge_alike(attribution.candidates);
        const Reason reason = reason_of(k, attribution.candidates);
        last_newcomer_ = k;
        last_joined_at_ = arrival.joined_at;
        add(std::move(attribution), arrival.joined_at, reason);
    }

    // Newcomers of one class have the same ways, and the same answer unless a decision about
    // a code changed in between.
    bool is_like_last(std::size_t k, Instant joined_at) const {
        if (!last_newcomer_ || named_.complete[k] != named_.complete[*last_newcomer_] ||
            named_.out_of_time[k] != named_.out_of_time[*last_newcomer_] ||
            solution_.row[k] != solution_.row[*last_newcomer_]) {
            return false;
        }
        if (assignments_.is_same_at(last_joined_at_, joined_at)) {
            return true;
        }
        const auto same_image = [&](const Candidate& candidate) {
            return candidate.source == source_of(candidate, joined_at, assignments_, reserved_) &&
                   candidate.inviter == inviter_at(candidate, assignments_, joined_at);
        };
        return std::ranges::all_of(last_.candidates, same_image);
    }

    Candidate candidate_of(const Way& way) const {
        if (way.label == kNoInvite) {
            return {
                .kind = Candidate::Kind::none, .code = {}, .inviter = {}, .source = {}, .p = way.p};
        }
        Candidate candidate = named_.ways[static_cast<std::size_t>(way.label)];
        candidate.p = way.p;
        return candidate;
    }

    Candidate stated_candidate(const Statement& statement, std::size_t k) const {
        const int label = named_.problem.newcomers[k].only;
        Candidate candidate;
        if (label >= 0) {
            candidate = candidate_of({label, 1});
        } else {
            candidate.kind = statement.vanity ? Candidate::Kind::vanity
                             : statement.code ? Candidate::Kind::invite
                                              : Candidate::Kind::none;
            candidate.code = statement.code;
            candidate.p = 1;
        }
        if (candidate.kind == Candidate::Kind::invite && !candidate.inviter) {
            candidate.inviter = statement.inviter;
        }
        return candidate;
    }

    // What the counters leave of the invites that give the role; all of them, where they leave
    // none.
    std::vector<Candidate> stamped_candidates(const Stamp& stamp, std::size_t k) const {
        std::vector<Candidate> candidates;
        double sum = 0;
        if (!named_.contradicted[k]) {
            for (const Way& way : solution_.ways_of(k)) {
                const Candidate candidate = candidate_of(way);
                if (std::ranges::find(stamp.ways, candidate.code, &StampedWay::code) !=
                    stamp.ways.end()) {
                    candidates.push_back(candidate);
                    sum += way.p;
                }
            }
            merge_alike(candidates);
        }
        if (candidates.empty() || sum <= 0) {
            candidates.clear();
            for (const StampedWay& way : stamp.ways) {
                candidates.push_back({.kind = Candidate::Kind::invite,
                                      .code = way.code,
                                      .inviter = way.inviter,
                                      .source = {},
                                      .p = 1});
            }
            sum = static_cast<double>(candidates.size());
        }
        for (Candidate& candidate : candidates) {
            candidate.p /= sum;
        }
        return candidates;
    }

    // The entry nearest to the join, if any is near.
    const BotAddition* addition_of(const Arrival& bot) const {
        const BotAddition* nearest = nullptr;
        Duration distance = kBotTolerance + Duration{1};
        const auto [begin, end] = additions_.equal_range(bot.user);
        for (auto it = begin; it != end; ++it) {
            const Duration off = std::chrono::abs(it->second->at - bot.joined_at);
            if (off < distance) {
                nearest = it->second;
                distance = off;
            }
        }
        return nearest;
    }

    void add_bots() {
        for (const Arrival& arrival : history_.arrivals) {
            if (!arrival.bot) {
                continue;
            }
            const BotAddition* addition = addition_of(arrival);
            Attribution attribution;
            attribution.join = arrival.join;
            attribution.settled = books_.settled(arrival.joined_at, demands_);
            attribution.candidates = {{.kind = Candidate::Kind::bot,
                                       .code = {},
                                       .inviter = addition != nullptr ? addition->by : std::nullopt,
                                       .source = {},
                                       .p = 1}};
            const Reason reason = !attribution.settled  ? Reason::waiting
                                  : addition != nullptr ? Reason::bot_added
                                                        : Reason::bot;
            add(std::move(attribution), arrival.joined_at, reason);
        }
    }

    // By key. Most are told apart by their reading, so that their codes are hardly ever compared.
    void add_demands() {
        struct Place {
            Stream stream;
            ReadingNumber reading;
            std::uint32_t demand;
        };
        std::vector<Place> places;
        places.reserve(demands_.list.size());
        for (std::uint32_t i = 0; i < demands_.list.size(); ++i) {
            const DemandKey& key = demands_.list[i].key;
            places.push_back({key.stream, key.reading, i});
        }
        std::ranges::sort(places, [this](const Place& a, const Place& b) {
            if (a.stream != b.stream || a.reading != b.reading) {
                return std::tie(a.stream, a.reading) < std::tie(b.stream, b.reading);
            }
            return demands_.list[a.demand].key < demands_.list[b.demand].key;
        });
        for (const Place& place : places) {
            const Outcome& outcome = outcomes_[place.demand];
            receiver_.demand(
                {demands_.list[place.demand], outcome.attributed, outcome.ghosts, outcome.settled});
        }
    }

    void add_inconsistencies() {
        for (std::size_t i = 0; i < solution_.components.size(); ++i) {
            const Component& component = solution_.components[i];
            if (settled_[i] && !component.consistent) {
                result_.inconsistencies.push_back(
                    {component.from, component.until, component.newcomers, component.nodes});
            }
        }
    }

    ReadingNumber mark_of(Stream stream) const {
        ReadingNumber mark = books_.safe_mark(stream, earliest_unsettled_);
        for (std::size_t i = 0; i < demands_.list.size(); ++i) {
            const Demand& demand = demands_.list[i];
            if (demand.key.stream == stream && !outcomes_[i].settled) {
                mark = std::min(mark, demand.since);
            }
        }
        return mark;
    }

    void set_marks() {
        result_.marks = history_.marks;
        result_.marks.invites = mark_of(Stream::invites);
        ReadingNumber& vanity = result_.marks.vanity;
        vanity = mark_of(Stream::vanity);
        vanity = std::min(vanity, demands_.undecided_reading.value_or(vanity));
        for (const Flip& flip : demands_.flips) {
            if (flip.fell < vanity && vanity <= flip.restored) {
                vanity = flip.fell;
            }
        }
        set_join_mark();
    }

    void set_join_mark() {
        JoinId& mark = result_.marks.join;
        mark = lowest_unsettled_.value_or(std::max({mark, highest_join_ + 1, history_.next_join}));
    }

    const History& history_;
    const AssignmentTimeline& assignments_;
    const ReservedSources& reserved_;
    const Receiver& receiver_;
    Books books_;
    Demands demands_;
    std::vector<Outcome> outcomes_;  // per demand
    // Of the stretch that is worked out:
    NamedProblem named_;
    std::vector<bool> settled_;  // per part, and so per component
    Solution solution_;
    Attribution last_;                          // handed over
    std::optional<std::size_t> last_newcomer_;  // whose it is, where it was solved
    Instant last_joined_at_;                    // the time of its decisions about codes
    JoinId highest_join_ = 0;
    Instant earliest_unsettled_ = Instant::max();
    std::optional<JoinId> lowest_unsettled_;
    std::map<JoinId, const Statement*> stated_;
    std::multimap<UserId, const BotAddition*> additions_;
    Result result_;
};

}  // namespace

Result reconcile(const History& history,
                 const AssignmentTimeline& assignments,
                 const ReservedSources& reserved,
                 Explanations* explanations) {
    Result all;
    const Receiver collect{[&](const Attribution& answer) { all.attributions.push_back(answer); },
                           [&](const DemandOutcome& outcome) { all.demands.push_back(outcome); }};
    Result result = Reconciliation(history, assignments, reserved, collect).run(explanations);
    std::sort(all.attributions.begin(),
              all.attributions.end(),
              [](const Attribution& a, const Attribution& b) { return a.join < b.join; });
    result.attributions = std::move(all.attributions);
    result.demands = std::move(all.demands);
    return result;
}

Result reconcile(const History& history,
                 const AssignmentTimeline& assignments,
                 const ReservedSources& reserved,
                 const Receiver& receiver) {
    return Reconciliation(history, assignments, reserved, receiver).run(nullptr);
}

}  // namespace invitectl::reconcile
