// poll members | audit | messages: one kind of reading alone.
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

cli::ExitStatus run_messages(cli::Context& context) {
    const workflow::Collected read =
        recorded(context, "poll messages", [](auto& collector, GuildId guild, store::RunId run) {
            return collector.poll_messages(guild, run);
        });
    context.tell(read.join_messages
                     ? counted(*read.join_messages, "new join message") + "; " +
                           counted(read.unseen, "person", "people") + " whom no sweep had seen."
                     : "No join messages can be read: the server announces none, the setting "
                       "join_messages is off, or the bot may not read the channel.");
    return cli::ExitStatus::ok;
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

cli::Command poll_messages() {
    return {.path = "poll messages",
            .group = cli::Group::collect,
            .summary = "Read what is new among the join messages, nothing else",
            .description =
                "Where the server announces who joins, that finds people who came and went between "
                "two looks at the members. No other message is kept, and of these no text.",
            .examples = {{"invitectl poll messages", "what is new"},
                         {"invitectl poll messages --all-guilds", "of every server"}},
            .needs = {.guild = true, .each_guild = true, .discord = true, .lock = true},
            .changes = true,
            .body = cli::body(run_messages)};
}

}  // namespace invitectl::commands
