#include "invitectl/base/error.hpp"
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/invariants.hpp"
#include "invitectl/reconcile/solver.hpp"

#include "reconcile/books.hpp"
#include "reconcile/problem_builder.hpp"

#include <algorithm>
#include <map>

namespace invitectl::reconcile {
namespace {

// How far the audit log's time of adding a bot may be from its joined_at.
constexpr Duration kBotTolerance = std::chrono::minutes{1};

// Candidates of different lives of one code are one way in.
void merge_alike(std::vector<Candidate>& candidates) {
    std::vector<Candidate> merged;
    for (Candidate& candidate : candidates) {
        const bool again = !merged.empty() && merged.back().kind == candidate.kind &&
                           merged.back().code == candidate.code &&
                           merged.back().inviter == candidate.inviter;
        if (again) {
            merged.back().p += candidate.p;
        } else {
            merged.push_back(std::move(candidate));
        }
    }
    candidates = std::move(merged);
}

class Reconciliation {
  public:
    Reconciliation(const History& history,
                   const AssignmentTimeline& assignments,
                   const ReservedSources& reserved)
        : history_(history), assignments_(assignments), reserved_(reserved), books_(history) {}

    Result run(Explanations* explanations) {
        demands_ = demands_of(history_);
        named_ = name_problem(history_, demands_, books_);
        settled_ = relax_unsettled(named_.problem, find_parts(named_.problem), demands_, books_);
        check_problem(named_.problem);
        solution_ = solve(named_.problem, explanations);
        check_solution(named_.problem, solution_);
        index_evidence();
        for (std::size_t k = 0; k < named_.arrival.size(); ++k) {
            add_newcomer(k);
        }
        add_bots();
        add_demands();
        add_inconsistencies();
        set_marks();
        std::sort(result_.attributions.begin(),
                  result_.attributions.end(),
                  [](const Attribution& a, const Attribution& b) { return a.join < b.join; });
        check_result(result_);
        return std::move(result_);
    }

  private:
    void index_evidence() {
        for (const Statement& statement : history_.statements) {
            stated_[statement.join] = &statement;
        }
        for (const BotAddition& addition : history_.bots_added) {
            additions_.emplace(addition.bot, &addition);
        }
    }

    void add(Attribution attribution, Instant joined_at, Reason reason) {
        attribution.reason = to_text(reason);
        answer_levels(attribution, joined_at, assignments_, reserved_);
        result_.attributions.push_back(std::move(attribution));
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
        if (is_like_last(k, arrival.joined_at)) {
            attribution = result_.attributions.back();
            attribution.join = arrival.join;
            result_.attributions.push_back(std::move(attribution));
            return;
        }
        for (const Way& way : solution_.ways_of(k)) {
            attribution.candidates.push_back(candidate_of(way));
        }
        merge_alike(attribution.candidates);
        const Reason reason = reason_of(k, attribution.candidates);
        last_newcomer_ = k;
        add(std::move(attribution), arrival.joined_at, reason);
    }

    // Newcomers of one class have the same ways, and the same answer unless a decision about
    // a code changed in between.
    bool is_like_last(std::size_t k, Instant joined_at) const {
        if (!last_newcomer_ || named_.complete[k] != named_.complete[*last_newcomer_] ||
            solution_.component_of_newcomer[k] !=
                solution_.component_of_newcomer[*last_newcomer_] ||
            !std::ranges::equal(solution_.ways_of(k), solution_.ways_of(*last_newcomer_))) {
            return false;
        }
        const auto same_image = [&](const Candidate& candidate) {
            Candidate now = candidate;
            credit(now, assignments_, joined_at);
            return candidate.source == source_of(candidate, joined_at, assignments_, reserved_) &&
                   candidate.inviter == now.inviter;
        };
        return std::ranges::all_of(result_.attributions.back().candidates, same_image);
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

    void add_demands() {
        for (std::size_t i = 0; i < demands_.list.size(); ++i) {
            result_.demands.push_back({demands_.list[i],
                                       solution_.attributed[i],
                                       solution_.ghosts[i],
                                       settled_[solution_.component_of_node[i]]});
        }
        std::sort(result_.demands.begin(),
                  result_.demands.end(),
                  [](const DemandOutcome& a, const DemandOutcome& b) {
                      return a.demand.key < b.demand.key;
                  });
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
        ReadingNumber mark = books_.safe_mark(stream);
        for (const DemandOutcome& outcome : result_.demands) {
            if (outcome.demand.key.stream == stream && !outcome.settled) {
                mark = std::min(mark, outcome.demand.since);
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
        std::optional<JoinId> lowest;
        for (const Attribution& attribution : result_.attributions) {
            mark = std::max(mark, attribution.join + 1);
            if (!attribution.settled) {
                lowest = std::min(lowest.value_or(attribution.join), attribution.join);
            }
        }
        mark = lowest.value_or(mark);
    }

    const History& history_;
    const AssignmentTimeline& assignments_;
    const ReservedSources& reserved_;
    Books books_;
    Demands demands_;
    NamedProblem named_;
    std::vector<bool> settled_;  // per part, and so per component
    Solution solution_;
    std::optional<std::size_t> last_newcomer_;  // the latest one in result_, where it was solved
    std::map<JoinId, const Statement*> stated_;
    std::multimap<UserId, const BotAddition*> additions_;
    Result result_;
};

}  // namespace

Result reconcile(const History& history,
                 const AssignmentTimeline& assignments,
                 const ReservedSources& reserved,
                 Explanations* explanations) {
    return Reconciliation(history, assignments, reserved).run(explanations);
}

}  // namespace invitectl::reconcile
