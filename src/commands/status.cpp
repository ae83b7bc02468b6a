// status: how the collecting of a guild stands, as one looks after logging in.
#include "invitectl/report/status.hpp"

#include "invitectl/base/time_text.hpp"

#include "commands/all.hpp"
#include "commands/collecting.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

std::optional<Instant> last_good(const workflow::GuildStatus& status, store::PollKind kind) {
    const store::Poll* poll = status.poll(kind);
    return poll != nullptr && poll->last_ok ? std::optional(poll->last_ok->ended) : std::nullopt;
}

std::string holder_text(cli::Context& context) {
    const auto holder = context.machine().lock_holder(context.database_path());
    if (!holder) {
        return {};
    }
    return (holder->command.empty() ? "somebody" : holder->command) +
           (holder->since ? " since " + format_compact(*holder->since) : "");
}

std::string gap_text(const std::vector<store::Gap>& gaps) {
    const store::Gap* latest = nullptr;
    for (const store::Gap& gap : gaps) {
        latest = latest == nullptr || gap.until > latest->until ? &gap : latest;
    }
    return latest == nullptr
               ? ""
               : std::string(to_text(latest->kind)) + " (" + latest->reason + ") from " +
                     format_compact(latest->from) + " until " + format_compact(latest->until);
}

void fill_runs(report::StatusLine& line, const workflow::Rhythm& rhythm) {
    if (rhythm.last) {
        line.last_run = rhythm.last->began;
        line.last_outcome = to_text(rhythm.last->outcome);
        line.last_detail = rhythm.last->detail;
    }
    if (rhythm.last_ok) {
        line.last_success = rhythm.last_ok->began;
    }
    line.every = rhythm.every;
    line.next_run = rhythm.next;
}

void suggest(const workflow::GuildStatus& status, cli::Context& context) {
    switch (status.standing) {
        case workflow::Standing::never:
            context.tell("next: invitectl sync");
            break;
        case workflow::Standing::failing:
        case workflow::Standing::late:
            context.tell("next: invitectl doctor");
            break;
        case workflow::Standing::paused:
            context.tell("next: invitectl settings set enabled on");
            break;
        case workflow::Standing::ok:
            break;
    }
}

cli::ExitStatus run(cli::Context& context) {
    sql::Connection& database = context.database();
    const store::StoredGuild guild = context.guild();
    const workflow::Rhythm rhythm =
        workflow::sync_rhythm(database, guild.guild.id, context.clock().now());
    const workflow::GuildStatus status = workflow::guild_status(database, guild, rhythm);
    report::StatusLine line;
    line.alias = status.guild.alias;
    line.name = status.guild.guild.name;
    line.standing = to_text(status.standing);
    fill_runs(line, rhythm);
    line.at_work = holder_text(context);
    line.invites_read = last_good(status, store::PollKind::invites);
    line.members_read = last_good(status, store::PollKind::members);
    line.audit_read = last_good(status, store::PollKind::audit);
    line.members = status.members.present;
    line.joins = status.members.joins;
    line.certain = status.certain();
    line.likely = status.joins(Verdict::likely);
    line.open = status.unattributed();
    line.waiting = status.unsettled;
    line.gaps = static_cast<std::int64_t>(status.gaps.size());
    line.latest_gap = gap_text(status.gaps);
    line.database = context.database_path();
    line.database_bytes = database_bytes(context);
    context.print(report::status(line));
    if (context.on_terminal()) {
        suggest(status, context);
    }
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command status() {
    return {.path = "status",
            .group = cli::Group::start,
            .summary = "How collecting stands: runs, gaps, open joins, size",
            .description =
                "Reads the database only and asks Discord nothing; `invitectl doctor` looks for "
                "what is wrong. The next run is worked out from the usual time between runs, "
                "since nobody tells this program how often it is started.",
            .examples = {{"invitectl status", "the default server on one screen"},
                         {"invitectl status --json=standing,last_success,open", "for a script"}},
            .needs = {.guild = true, .each_guild = true, .table = true},
            .body = cli::body(run),
            .tables = [] { return std::vector{report::status({})}; }};
}

}  // namespace invitectl::commands
