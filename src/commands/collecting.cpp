#include "commands/collecting.hpp"

#include "invitectl/base/error.hpp"

namespace invitectl::commands {
namespace {

report::GuildMetrics metrics_of(const workflow::GuildStatus& status) {
    report::GuildMetrics metrics;
    metrics.alias = status.guild.alias;
    const store::Poll* invites = status.poll(store::PollKind::invites);
    if (invites != nullptr && invites->last_ok) {
        metrics.last_success = invites->last_ok->ended;
    }
    metrics.members = status.members.present;
    std::int64_t answered = 0;
    for (const auto& [verdict, count] : status.verdicts) {
        metrics.joins[std::string(to_text(verdict))] = count;
        answered += count;
    }
    metrics.joins["waiting"] = status.members.joins - answered;
    if (status.members.joins > 0) {
        metrics.unattributed_ratio =
            static_cast<double>(status.unattributed()) / static_cast<double>(status.members.joins);
    }
    for (const store::Gap& gap : status.gaps) {
        ++metrics.gaps[std::string(to_text(gap.kind))];
    }
    return metrics;
}

report::Metrics metrics_now(cli::Context& context) {
    sql::Connection& database = context.database();
    const workflow::Rhythm rhythm = workflow::latest_rhythm(database, context.clock().now());
    report::Metrics metrics;
    if (rhythm.last) {
        metrics.last_run = rhythm.last->began;
        metrics.last_ok = rhythm.last->outcome == store::RunOutcome::ok;
        if (rhythm.last->ended) {
            metrics.last_duration = *rhythm.last->ended - rhythm.last->began;
        }
    }
    if (rhythm.last_ok) {
        metrics.last_success = rhythm.last_ok->began;
    }
    const RequestTally tally = context.progress().tally();
    metrics.requests = tally.answers;
    metrics.waited = std::chrono::duration_cast<Duration>(tally.waited);
    metrics.database_bytes = database_bytes(context);
    for (const store::StoredGuild& guild : store::guilds(database)) {
        metrics.guilds.push_back(metrics_of(workflow::guild_status(database, guild, rhythm)));
    }
    return metrics;
}

}  // namespace

std::int64_t database_bytes(cli::Context& context) {
    std::int64_t bytes = 0;
    for (const char* suffix : {"", "-wal"}) {
        const auto facts = context.machine().file(context.database_path() + suffix);
        bytes += facts ? facts->bytes : 0;
    }
    return bytes;
}

void write_metrics(cli::Context& context) {
    const auto path = context.metrics_file();
    if (!path || context.dry_run()) {
        return;
    }
    try {
        context.files().publish(*path, report::prometheus_text(metrics_now(context)));
    } catch (const Error& error) {
        context.log().warning("the metrics file was not written: " + error.happened() +
                              (error.why().empty() ? "" : ", " + error.why()));
    }
}

}  // namespace invitectl::commands
