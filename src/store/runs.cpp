#include "invitectl/store/runs.hpp"

#include "store/query.hpp"

#include <array>

namespace invitectl::store {

namespace {

constexpr std::int64_t kKeptRuns = 1000;

constexpr std::array kOutcomes = {
    RunOutcome::running, RunOutcome::ok, RunOutcome::partial, RunOutcome::failed};

RunOutcome outcome_from(std::string_view text) {
    for (const RunOutcome outcome : kOutcomes) {
        if (to_text(outcome) == text) {
            return outcome;
        }
    }
    throw Error(ErrorCode::damaged_database,
                "the database holds a run outcome that is none: " + std::string(text));
}

// Columns in the order of the struct.
Run read_run(const Query& row) {
    return {.id = row.get<RunId>(0),
            .command = row.get<std::string>(1),
            .guild = row.get<std::optional<GuildId>>(8),
            .began = row.get<Instant>(2),
            .ended = row.get<std::optional<Instant>>(3),
            .outcome = outcome_from(row.get<std::string>(4)),
            .detail = row.get<std::string>(5),
            .host = row.get<std::string>(6),
            .pid = row.get<std::int64_t>(7)};
}

void close_dead_runs(sql::Connection& connection, Instant now) {
    Query(connection,
          "UPDATE run SET outcome = 'failed', ended = $now,"
          " detail = 'the process ended without finishing' WHERE outcome = 'running'",
          {"now"})
        .with(now)
        .run();
}

}  // namespace

std::string_view to_text(RunOutcome outcome) {
    constexpr std::array<std::string_view, 4> kNames = {"running", "ok", "partial", "failed"};
    return kNames.at(static_cast<std::size_t>(outcome));
}

RunId begin_run(sql::Connection& connection,
                std::string_view command,
                Instant began,
                std::string_view host,
                std::int64_t pid,
                std::optional<GuildId> guild) {
    return begin_runs(connection, command, began, host, pid, {guild}).front();
}

std::vector<RunId> begin_runs(sql::Connection& connection,
                              std::string_view command,
                              Instant began,
                              std::string_view host,
                              std::int64_t pid,
                              const std::vector<std::optional<GuildId>>& guilds) {
    require_transaction(connection);
    close_dead_runs(connection, began);
    Query add(connection,
              "INSERT INTO run (run_id, command, guild_id, began, outcome, detail, host, pid)"
              " SELECT COALESCE(MAX(run_id), 0) + 1, $command, $guild, $began, 'running', '',"
              " $host, $pid FROM run RETURNING run_id",
              {"command", "guild", "began", "host", "pid"});
    std::vector<RunId> runs;
    for (const std::optional<GuildId>& guild : guilds) {
        add.with(command, guild, began, host, pid).next();
        runs.push_back(add.get<RunId>(0));
    }
    Query(connection, "DELETE FROM run WHERE outcome = 'ok' AND run_id <= $oldest", {"oldest"})
        .with(runs.empty() ? RunId{0} : runs.back() - kKeptRuns)
        .run();
    return runs;
}

void end_run(sql::Connection& connection,
             RunId run,
             Instant ended,
             RunOutcome outcome,
             std::string_view detail) {
    require_transaction(connection);
    Query(connection,
          "UPDATE run SET ended = $ended, outcome = $outcome, detail = $detail WHERE run_id = $run",
          {"ended", "outcome", "detail", "run"})
        .with(ended, to_text(outcome), detail, run)
        .run();
}

std::optional<Run> find_run(sql::Connection& connection, RunId run) {
    Query find(connection,
               "SELECT run_id, command, began, ended, outcome, detail, host, pid, guild_id"
               " FROM run"
               " WHERE run_id = $run",
               {"run"});
    return find.with(run).next() ? std::optional(read_run(find)) : std::nullopt;
}

std::vector<Run> recent_runs(sql::Connection& connection, int limit, bool failed_only) {
    Query latest(connection,
                 "SELECT run_id, command, began, ended, outcome, detail, host, pid, guild_id"
                 " FROM run"
                 " WHERE $failed_only = 0 OR outcome IN ('failed', 'partial')"
                 " ORDER BY run_id DESC LIMIT $limit",
                 {"failed_only", "limit"});
    std::vector<Run> runs;
    latest.with(failed_only, limit);
    while (latest.next()) {
        runs.push_back(read_run(latest));
    }
    return runs;
}

}  // namespace invitectl::store
