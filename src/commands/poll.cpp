// poll members | audit: one kind of reading alone.
#include "invitectl/workflow/sync.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

// Reads one thing under a run record of its own.
template <class Read>
workflow::Collected recorded(cli::Context& context, std::string_view command, Read read) {
    const auto lock = context.lock_runs();
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    workflow::RecordedRun run(database, context.clock(), command, guild);
    workflow::Collector collector(database, context.discord(), context.clock(), context.log());
    workflow::Collected result = read(collector, guild, run.id());
    run.finish(store::RunOutcome::ok, {});
    return result;
}

cli::ExitStatus run_members(cli::Context& context) {
    const workflow::Collected read =
        recorded(context, "poll members", [](auto& collector, GuildId guild, store::RunId run) {
            return collector.poll_members(guild, run);
        });
    context.tell(counted(read.members->sweep.members, "member") +
                 " listed: " + counted(read.members->joined, "new join") + ", " +
                 counted(read.members->left, "leave") +
                 ". New joins are worked out by the next sync or: invitectl reconcile");
    return cli::ExitStatus::ok;
}

cli::ExitStatus run_audit(cli::Context& context) {
    const workflow::Collected read =
        recorded(context, "poll audit", [](auto& collector, GuildId guild, store::RunId run) {
            return collector.poll_audit(guild, run);
        });
    context.tell(read.audit_entries
                     ? counted(*read.audit_entries, "new entry", "new entries") +
                           " in the audit log."
                     : "The audit log cannot be read: the bot lacks View Audit Log.");
    return read.audit_entries ? cli::ExitStatus::ok : cli::ExitStatus::access;
}

}  // namespace

cli::Command poll_members() {
    return {.path = "poll members",
            .group = cli::Group::collect,
            .summary = "Read the whole member list, nothing else",
            .description =
                "Finds who came and who left since the last look. sync does this by itself; alone "
                "it is for catching up after a pause, or for a second look at a busy hour.",
            .examples = {{"invitectl poll members", "one sweep now"},
                         {"invitectl poll members --all-guilds", "of every server"}},
            .needs = {.guild = true, .each_guild = true, .discord = true, .lock = true},
            .changes = true,
            .body = cli::body(run_members)};
}

cli::Command poll_audit() {
    return {.path = "poll audit",
            .group = cli::Group::collect,
            .summary = "Read what is new in the audit log, nothing else",
            .description =
                "Kicks, bans, bots that were added, and invites that were deleted. Discord keeps "
                "45 days.",
            .examples = {{"invitectl poll audit", "what is new"},
                         {"invitectl poll audit --all-guilds", "of every server"}},
            .needs = {.guild = true, .each_guild = true, .discord = true, .lock = true},
            .changes = true,
            .body = cli::body(run_audit)};
}

}  // namespace invitectl::commands
