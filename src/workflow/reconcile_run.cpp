#include "invitectl/workflow/reconcile_run.hpp"

#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/history.hpp"
#include "invitectl/store/join_segments.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/reach.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/calibrate.hpp"

#include <set>
#include <utility>

namespace invitectl::workflow {

namespace {

// Works out whatever the derived tables do not hold as settled, and writes what differs.
ReconcileSummary work_out(sql::Connection& database, GuildId guild) {
    const reconcile::History history = store::load_history(database, guild);
    store::ResultWriter writer(database, guild, history);
    const reconcile::Result result =
        reconcile::reconcile(history,
                             store::assignment_timeline(database, guild),
                             store::reserved_sources(database, guild),
                             writer.receiver());
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
         rehearsal.compare(guild, limit - static_cast<int>(differences.size()))) {
        differences.push_back(std::move(difference));
    }
    return differences;
}

std::int64_t answer_again(sql::Connection& database,
                          GuildId guild,
                          std::span<const InviteCode> codes) {
    const AssignmentTimeline assignments = store::assignment_timeline(database, guild);
    const reconcile::ReservedSources reserved = store::reserved_sources(database, guild);
    std::set<JoinId> joins;
    for (const InviteCode& code : codes) {
        joins.merge(store::joins_reached_by(database, guild, code));
    }
    store::AttributionWriter writer(database, guild);
    std::int64_t changed = 0;
    for (const JoinId id : joins) {
        auto answer = store::load_attribution(database, guild, id);
        const auto join = store::find_join(database, guild, id);
        if (answer && join) {
            reconcile::answer_levels(*answer, join->spell.joined_at, assignments, reserved);
            changed += writer.write(*answer) ? 1 : 0;
        }
    }
    return changed;
}

}  // namespace invitectl::workflow
