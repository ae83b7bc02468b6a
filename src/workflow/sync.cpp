#include "invitectl/workflow/sync.hpp"

#include "invitectl/store/settings_store.hpp"

#include <array>
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

GuildSync sync_guild(sql::Connection& database,
                     Discord& discord,
                     Clock& clock,
                     Log& log,
                     GuildId guild,
                     store::RunId run) {
    GuildSync result;
    result.guild = guild;
    if (!store::settings(database, guild).enabled) {
        record_pause(database, guild, clock.now());
        result.paused = true;
        return result;
    }
    try {
        result.collected = Collector(database, discord, clock, log).collect(guild, run);
        result.reconciled = reconcile_guild(database, guild, clock, log);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        result.failure = error;
    }
    return result;
}

std::string describe_failures(const std::vector<GuildSync>& results) {
    std::string text;
    for (const GuildSync& result : results) {
        if (result.failure) {
            text += (text.empty() ? "" : "; ") + result.guild.text() + ": " +
                    std::string(error_id(result.failure->code())) + " " +
                    result.failure->happened();
        }
    }
    return text;
}

}  // namespace

RecordedRun::RecordedRun(sql::Connection& database, Clock& clock, std::string_view command)
    : database_(database), clock_(clock) {
    sql::Transaction step(database_);
    id_ = store::begin_run(database_, command, clock_.now(), host_name(), ::getpid());
    step.commit();
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

std::vector<GuildSync> sync_guilds(sql::Connection& database,
                                   Discord& discord,
                                   Clock& clock,
                                   Log& log,
                                   const std::vector<GuildId>& guilds) {
    RecordedRun run(database, clock, "sync");
    std::vector<GuildSync> results;
    std::size_t failed = 0;
    for (const GuildId guild : guilds) {
        results.push_back(sync_guild(database, discord, clock, log, guild, run.id()));
        failed += results.back().failure ? 1U : 0U;
    }
    const auto outcome = failed == 0                ? store::RunOutcome::ok
                         : failed == results.size() ? store::RunOutcome::failed
                                                    : store::RunOutcome::partial;
    run.finish(outcome, describe_failures(results));
    return results;
}

}  // namespace invitectl::workflow
