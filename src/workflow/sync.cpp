#include "invitectl/workflow/sync.hpp"

#include "invitectl/store/guilds.hpp"
#include "invitectl/store/settings_store.hpp"

#include "workflow/sync_parts.hpp"
#include "workflow/together.hpp"

#include <array>
#include <list>
#include <unistd.h>

namespace invitectl::workflow {

namespace {

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

// A paused guild costs no request; what goes unread meanwhile is a gap and said to be one.
void record_pause(sql::Connection& database, GuildId guild, Instant now) {
    sql::Transaction step(database);
    for (const store::Poll& poll : store::polls(database, guild)) {
        const Instant from = poll.last_ok ? poll.last_ok->began : now;
        store::record_gap(database, guild, {poll.kind, from, now, "disabled"});
    }
    step.commit();
}

}  // namespace

GuildSync sync_guild(sql::Connection& database,
                     Discord& discord,
                     Clock& clock,
                     Log& log,
                     GuildId guild,
                     Progress& progress,
                     store::RunId run,
                     Depth depth) {
    GuildSync result;
    result.guild = guild;
    log.begin_run(run);
    const auto stored = store::find_guild(database, guild.text());
    const GuildAtWork at_work(progress, stored ? stored->alias : guild.text());
    if (!store::settings(database, guild).enabled) {
        record_pause(database, guild, clock.now());
        result.paused = true;
        return result;
    }
    try {
        Collector collector(database, discord, clock, log, progress);
        result.collected = depth == Depth::counters_first
                               ? collector.collect_if_moved(guild, run)
                               : collector.collect(guild, run, depth == Depth::full);
        if (result.collected->members) {
            progress.begin("working out who came how");
            result.reconciled = reconcile_guild(database, guild, clock, log);
        }
        if (depth != Depth::counters_first) {
            collector.read_activity(guild, run, *result.collected);
        }
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        result.failure = error;
    }
    return result;
}

RecordedRun::RecordedRun(sql::Connection& database,
                         Clock& clock,
                         std::string_view command,
                         std::optional<GuildId> guild)
    : RecordedRun(database, clock, begin_runs(database, clock, command, {guild}).front()) {}

RecordedRun::RecordedRun(sql::Connection& database, Clock& clock, store::RunId id)
    : database_(database), clock_(clock), id_(id) {}

std::vector<store::RunId> begin_runs(sql::Connection& database,
                                     Clock& clock,
                                     std::string_view command,
                                     const std::vector<std::optional<GuildId>>& guilds) {
    sql::Transaction step(database);
    auto runs = store::begin_runs(database, command, clock.now(), host_name(), ::getpid(), guilds);
    step.commit();
    return runs;
}

// Reached without finish() only while an exception passes; what it says is reported by whoever
// catches it.
RecordedRun::~RecordedRun() {
    if (finished_) {
        return;
    }
    try {
        finish(store::RunOutcome::failed, "stopped before its end");
    } catch (const Error&) {
        // The next run closes it: it will find a run without an end.
        finished_ = true;
    }
}

void RecordedRun::finish(store::RunOutcome outcome, std::string_view detail) {
    finished_ = true;
    sql::Transaction step(database_);
    store::end_run(database_, id_, clock_.now(), outcome, detail);
    step.commit();
}

void finish(RecordedRun& run, const GuildSync& result) {
    const auto& failure = result.failure;
    run.finish(failure ? store::RunOutcome::failed : store::RunOutcome::ok,
               failure ? std::string(error_id(failure->code())) + " " + failure->happened() : "");
}

std::vector<GuildSync> sync_guilds(sql::Connection& database,
                                   Discord& discord,
                                   Clock& clock,
                                   Log& log,
                                   const std::vector<GuildId>& guilds,
                                   Progress& progress,
                                   Depth depth) {
    std::list<RecordedRun> runs;
    std::vector<RecordedRun*> run_of;
    for (const store::RunId id :
         begin_runs(database, clock, "sync", {guilds.begin(), guilds.end()})) {
        run_of.push_back(&runs.emplace_back(database, clock, id));
    }
    std::vector<GuildSync> results(guilds.size());
    each_together(discord.turns, guilds.size(), [&](std::size_t i) {
        results[i] =
            sync_guild(database, discord, clock, log, guilds[i], progress, run_of[i]->id(), depth);
        finish(*run_of[i], results[i]);
    });
    return results;
}

}  // namespace invitectl::workflow
