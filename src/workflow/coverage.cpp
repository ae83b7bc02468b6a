#include "invitectl/workflow/coverage.hpp"

#include "invitectl/reconcile/calibration_fit.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/history.hpp"
#include "invitectl/store/label_checks.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/rehearsal.hpp"
#include "invitectl/store/settings_store.hpp"

#include <algorithm>
#include <map>

namespace invitectl::workflow {

namespace {

using analytics::Reliability;

// The probability given to the answer thought best, and whether the label says the same.
template <class Value, class Truth>
void check_best(Reliability& reliability,
                const Attribution& answer,
                const Truth& truth,
                Value Candidate::*level) {
    std::map<Value, double> by_value;
    for (const Candidate& candidate : answer.candidates) {
        by_value[candidate.*level] += candidate.p;
    }
    const auto best = std::ranges::max_element(
        by_value, std::ranges::less{}, [](const auto& entry) { return entry.second; });
    if (best != by_value.end()) {
        reliability.add(std::min(best->second, 1.0), best->first == truth);
    }
}

void check_label(Reliability& reliability,
                 const Attribution& answer,
                 const store::LabelTruth& truth) {
    if (truth.code) {
        check_best(reliability, answer, truth.code, &Candidate::code);
    } else {
        check_best(reliability, answer, truth.source, &Candidate::source);
    }
}

class Survey {
  public:
    Survey(sql::Connection& database, GuildId guild, Instant now)
        : database_(database), guild_(guild), now_(now) {}

    GuildCoverage take(const TimeRange& window) {
        load_decisions();
        read_joins(window);
        found_.gaps = store::gaps(database_, guild_);
        try_declarations();
        name_assignments();
        return std::move(found_);
    }

  private:
    void load_decisions() {
        reserved_ = store::reserved_sources(database_, guild_);
        assignments_ = store::assignments(database_, guild_);
        for (const store::StoredAssignment& made : assignments_) {
            timeline_now_.add(made.assignment);
            if (made.made_at <= jumps_.recent_from()) {
                timeline_then_.add(made.assignment);
            }
        }
        store::each_label_truth(database_, guild_, [&](const store::LabelTruth& truth) {
            labels_.emplace(truth.join, truth);
        });
        const auto first = store::first_reading(database_, guild_, Stream::invites);
        recent_from_ = now_ - kRecentTraffic;
        if (first) {
            recent_from_ = std::max(recent_from_, first->bracket.began);
        }
        found_.traffic = analytics::Traffic(now_ - recent_from_);
    }

    void read_joins(const TimeRange& window) {
        analytics::CoverageBuilder builder(window, now_);
        // Every reconciled join, in the order of ids; the others wait for the next sync.
        store::each_join(database_, guild_, 0, [&](const store::StoredJoin& join) {
            joined_at_.emplace_back(join.id, join.spell.joined_at);
        });
        std::size_t next = 0;
        const auto skip_to = [&](JoinId id) {
            for (; next < joined_at_.size() && joined_at_[next].first < id; ++next) {
                builder.add(joined_at_[next].second, waiting());
            }
        };
        store::each_attribution(database_, guild_, 0, [&](const Attribution& answer) {
            skip_to(answer.join);
            if (next < joined_at_.size() && joined_at_[next].first == answer.join) {
                take_join(builder, joined_at_[next].second, answer);
                ++next;
            }
        });
        skip_to(std::numeric_limits<JoinId>::max());
        found_.coverage = builder.finish();
    }

    // A join that nobody has worked out yet.
    static Attribution waiting() {
        Attribution answer;
        answer.reason = to_text(reconcile::Reason::waiting);
        return answer;
    }

    void take_join(analytics::CoverageBuilder& builder,
                   Instant joined_at,
                   const Attribution& answer) {
        builder.add(joined_at, answer);
        if (joined_at > recent_from_ && joined_at <= now_) {
            found_.traffic.add(answer);
        }
        if (const auto label = labels_.find(answer.join); label != labels_.end()) {
            check_label(found_.reliability, answer, label->second);
        }
        if (is_credited(answer.code.verdict)) {
            Candidate credited{answer.by, answer.code_value, {}, {}, 1};
            jumps_.add(joined_at,
                       answer.code_value,
                       source_of(credited, joined_at, timeline_now_, reserved_),
                       source_of(credited, joined_at, timeline_then_, reserved_));
        }
    }

    reconcile::History whole_history() {
        const store::Rehearsal nothing_settled(database_);
        return store::load_history(database_, guild_);
    }

    static std::vector<reconcile::Inconsistency> contradictions(
        reconcile::History& history, const std::vector<Calibration>& steps) {
        const auto recorded = history.calibrations;
        history.calibrations.insert(history.calibrations.end(), steps.begin(), steps.end());
        auto found = reconcile::reconcile(history, {}, {}).inconsistencies;
        history.calibrations = recorded;
        return found;
    }

    void try_declarations() {
        reconcile::History history = whole_history();
        const Instant first =
            history.coverage.first_invites ? history.coverage.first_invites->began : now_;
        const auto steps = reconcile::in_force_from(history.calibrations, first);
        const Calibration& present = steps.back();
        found_.guard = present.lag_bound + 2 * present.clock_bound;
        found_.inconsistencies = contradictions(history, {});
        check_statements(history);
        for (const auto& [key, field] :
             {std::pair{"closed", &Calibration::closed}, {"no_ghosts", &Calibration::no_ghosts}}) {
            auto declared = steps;
            for (Calibration& step : declared) {
                step.*field = true;
            }
            found_.declarations.push_back(
                {key,
                 present.*field,
                 settled_joins(),
                 static_cast<std::int64_t>(contradictions(history, declared).size()),
                 {}});
        }
        found_.declarations.back().messages = readable_messages();
    }

    // Nothing where some stretch could not be read: there anybody may have come and gone.
    std::optional<store::JoinMessageCheck> readable_messages() {
        const bool gap = std::ranges::any_of(found_.gaps, [](const store::Gap& one) {
            return one.kind == store::PollKind::join_messages;
        });
        const auto poll = store::latest_poll(database_, guild_, store::PollKind::join_messages);
        return poll && poll->ok() && !gap
                   ? std::optional(store::check_join_messages(database_, guild_))
                   : std::nullopt;
    }

    // What the counters alone say of joins whose source Discord states.
    void check_statements(reconcile::History history) {
        std::map<JoinId, reconcile::Statement> stated;
        for (const reconcile::Statement& statement : history.statements) {
            if (statement.code || !statement.vanity) {
                stated.emplace(statement.join, statement);
            }
        }
        if (stated.empty()) {
            return;
        }
        history.statements.clear();
        const auto check = [&](const Attribution& answer) {
            const auto truth = stated.find(answer.join);
            if (truth != stated.end() && answer.settled && !labels_.contains(answer.join)) {
                check_best(found_.reliability, answer, truth->second.code, &Candidate::code);
            }
        };
        reconcile::reconcile(history, {}, {}, {check, [](const reconcile::DemandOutcome&) {}});
    }

    std::int64_t settled_joins() const {
        return static_cast<std::int64_t>(joined_at_.size()) -
               store::unsettled_joins(database_, guild_);
    }

    void name_assignments() {
        for (const analytics::ShareJump& jump : jumps_.finish()) {
            SourceJump named{jump, {}, {}};
            for (const store::StoredAssignment& made : assignments_) {
                if (jump.code == made.assignment.code && made.assignment.source == jump.source) {
                    named.assignment = made;
                }
            }
            if (named.assignment) {
                named.previous = source_without(*named.assignment);
            }
            found_.jumps.push_back(named);
        }
    }

    std::optional<SourceId> source_without(const store::StoredAssignment& one) const {
        AssignmentTimeline others;
        for (const store::StoredAssignment& made : assignments_) {
            if (made.id != one.id) {
                others.add(made.assignment);
            }
        }
        return others.source_of(one.assignment.code, now_);
    }

    sql::Connection& database_;
    GuildId guild_;
    Instant now_;
    Instant recent_from_;
    reconcile::ReservedSources reserved_;
    std::vector<store::StoredAssignment> assignments_;
    AssignmentTimeline timeline_now_;
    AssignmentTimeline timeline_then_;
    std::map<JoinId, store::LabelTruth> labels_;
    std::vector<std::pair<JoinId, Instant>> joined_at_;
    analytics::ShareJumps jumps_{analytics::JumpRules{}, now_};
    GuildCoverage found_;
};

}  // namespace

GuildCoverage guild_coverage(sql::Connection& database,
                             GuildId guild,
                             const TimeRange& window,
                             Instant now) {
    const sql::Transaction snapshot(database);
    return Survey(database, guild, now).take(window);
}

}  // namespace invitectl::workflow
