#include "invitectl/workflow/reconcile_run.hpp"

#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/invariants.hpp"
#include "invitectl/reconcile/overlay.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/history.hpp"
#include "invitectl/store/join_segments.hpp"
#include "invitectl/store/labels.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/reach.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/calibrate.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace invitectl::workflow {

namespace {

// The labels in force, by join.
std::map<JoinId, Label> labels_by_join(sql::Connection& database, GuildId guild) {
    std::map<JoinId, Label> found;
    for (const store::StoredLabel& stored : store::labels(database, guild)) {
        if (stored.join) {
            found.emplace(*stored.join, stored.label);
        }
    }
    return found;
}

// Labels lie over what was worked out: the receiver gets answers with them. `history` and
// `decisions` must outlive it.
reconcile::Receiver with_labels(sql::Connection& database,
                                GuildId guild,
                                const reconcile::History& history,
                                const AssignmentTimeline& decisions,
                                reconcile::Receiver receiver) {
    std::map<JoinId, Label> labels = labels_by_join(database, guild);
    if (labels.empty()) {
        return receiver;
    }
    std::map<JoinId, Instant> joined_at;
    for (const reconcile::Arrival& arrival : history.arrivals) {
        if (labels.contains(arrival.join)) {
            joined_at.emplace(arrival.join, arrival.joined_at);
        }
    }
    receiver.answer = [labels = std::move(labels),
                       joined_at = std::move(joined_at),
                       &decisions,
                       answered = std::move(receiver.answer)](const Attribution& worked_out) {
        const auto label = labels.find(worked_out.join);
        if (label == labels.end()) {
            answered(worked_out);
            return;
        }
        Attribution answer = worked_out;
        reconcile::apply_label(answer, label->second, joined_at.at(answer.join), decisions);
        answered(answer);
    };
    return receiver;
}

// Works out whatever the derived tables do not hold as settled, and writes what differs.
ReconcileSummary work_out(sql::Connection& database, GuildId guild) {
    const reconcile::History history = store::load_history(database, guild);
    const AssignmentTimeline decisions = store::assignment_timeline(database, guild);
    store::ResultWriter writer(database, guild, history);
    const reconcile::Result result =
        reconcile::reconcile(history,
                             decisions,
                             store::reserved_sources(database, guild),
                             with_labels(database, guild, history, decisions, writer.receiver()));
    ReconcileSummary summary;
    summary.considered = result.answered;
    summary.inconsistent = static_cast<std::int64_t>(result.inconsistencies.size());
    summary.written = writer.finish(result.marks).attributions;
    summary.unsettled = store::unsettled_joins(database, guild);
    return summary;
}

// At most twice: what still contradicts after that stays a contradiction, and says so.
ReconcileSummary reconcile_and_learn(
    sql::Connection& database, GuildId guild, Clock& clock, Log& log, bool refit) {
    sql::Transaction step(database);
    ReconcileSummary summary = work_out(database, guild);
    const CalibrationWish wish{summary.inconsistent > 0 || refit,
                               refit || fit_is_due(database, guild)};
    CalibrationChange change;
    if (wish.balance || wish.fit) {
        change = recalibrate(database, guild, wish, clock.now());
    }
    if (change.recorded) {
        const std::int64_t written = summary.written;
        summary = work_out(database, guild);
        summary.written += written;
    }
    store::fold_joins(database, guild);
    step.commit();
    if (!change.withdrawn.empty()) {
        log.warning("server " + guild.text() + ": " + change.withdrawn + "; " +
                    std::to_string(summary.considered) + " joins were worked out anew");
    }
    return summary;
}

}  // namespace

ReconcileSummary reconcile_guild(sql::Connection& database, GuildId guild, Clock& clock, Log& log) {
    return reconcile_and_learn(database, guild, clock, log, false);
}

ReconcileSummary refit_guild(sql::Connection& database, GuildId guild, Clock& clock, Log& log) {
    return reconcile_and_learn(database, guild, clock, log, true);
}

ReconcileSummary rebuild_guild(sql::Connection& database, GuildId guild) {
    sql::Transaction step(database);
    store::drop_derived(database, guild);
    const ReconcileSummary summary = work_out(database, guild);
    store::fold_joins(database, guild);
    step.commit();
    return summary;
}

std::vector<store::Difference> verify_rebuild(sql::Connection& database, GuildId guild, int limit) {
    sql::Transaction rolled_back(database);
    // Segments are held against the rows they were made of, and those rows against the rebuilt
    // ones.
    auto differences = store::check_segments(database, guild, limit);
    const store::Rehearsal rehearsal(database);
    work_out(database, guild);
    for (auto& difference :
         rehearsal.compare(guild, std::max(0, limit - static_cast<int>(differences.size())))) {
        differences.push_back(std::move(difference));
    }
    return differences;
}

std::int64_t answer_again(sql::Connection& database,
                          GuildId guild,
                          std::span<const InviteCode> codes) {
    return answer_joins_again(database, guild, store::joins_reached_by(database, guild, codes));
}

std::int64_t answer_joins_again(sql::Connection& database,
                                GuildId guild,
                                const std::set<JoinId>& joins) {
    const AssignmentTimeline decisions = store::assignment_timeline(database, guild);
    const reconcile::ReservedSources reserved = store::reserved_sources(database, guild);
    const std::map<JoinId, Label> labels = labels_by_join(database, guild);
    store::AttributionReader reader(database, guild);
    store::AttributionWriter writer(database, guild);
    store::JoinTimes times(database, guild);
    std::int64_t changed = 0;
    for (const JoinId id : joins) {
        auto answer = reader.find(id);
        const auto joined_at = times.find(id);
        if (!answer || !joined_at) {
            continue;
        }
        reconcile::answer_levels(*answer, *joined_at, decisions, reserved);
        if (const auto label = labels.find(id); label != labels.end()) {
            reconcile::apply_label(*answer, label->second, *joined_at, decisions);
        }
        changed += writer.write(*answer) ? 1 : 0;
    }
    return changed;
}

}  // namespace invitectl::workflow
