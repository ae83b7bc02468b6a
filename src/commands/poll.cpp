// poll members | audit | messages: one kind of reading alone.
#include "invitectl/workflow/sync.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <algorithm>

namespace invitectl::commands {
namespace {

constexpr std::size_t kNamesTold = 10;

// Reads one thing under a run record of its own.
template <class Read>
workflow::Collected recorded(cli::Context& context, std::string_view command, Read read) {
    const auto lock = context.lock_runs();
    sql::Connection& database = context.database();
    const store::StoredGuild stored = context.guild();
    const GuildId guild = stored.guild.id;
    workflow::RecordedRun run(database, context.clock(), command, guild);
    const GuildAtWork at_work(context.progress(), stored.alias);
    workflow::Collector collector(
        database, context.discord(), context.clock(), context.log(), context.progress());
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

void tell_messages(const workflow::MessagesRead& read, cli::Context& context) {
    context.tell(counted(read.messages, "new message") + " by people." +
                 (read.behind > 0 ? " The rest of " + counted(read.behind, "channel") +
                                        " is left to the next sync."
                                  : ""));
    if (read.unreadable.empty()) {
        return;
    }
    std::string names;
    for (std::size_t i = 0; i < std::min(read.unreadable.size(), kNamesTold); ++i) {
        names += (i == 0 ? "#" : ", #") + read.unreadable[i];
    }
    if (read.unreadable.size() > kNamesTold) {
        names += " and " + counted(static_cast<std::int64_t>(read.unreadable.size() - kNamesTold),
                                   "more channel");
    }
    context.tell(names +
                 " cannot be read: give the bot View Channel and Read Message History "
                 "there, or leave them out with: invitectl settings set messages_except ID,ID");
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
    if (!read.messages) {
        context.tell(
            "Who writes when is not read; switch it on with: invitectl settings set "
            "messages on");
        return cli::ExitStatus::ok;
    }
    tell_messages(*read.messages, context);
    return read.messages->unreadable.empty() ? cli::ExitStatus::ok : cli::ExitStatus::partial;
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
    return {
        .path = "poll messages",
        .group = cli::Group::collect,
        .summary = "Read join messages, and who writes when",
        .description =
            "Where the server announces who joins, that finds people who came and went between "
            "two looks at the members.\n\n"
            "Where the setting messages is on, it then reads in all channels who wrote when and "
            "how much, for retention --activity, from the first time on: never what was "
            "written, nothing of bots, and nothing in threads and forums. The setting "
            "messages_per_sync bounds the work, and the next run goes on; messages_except "
            "leaves channels out. Channels that Discord refuses are named, and the exit status "
            "is then 3. Needs View Channel and Read Message History, and no intent.",
        .examples = {{"invitectl poll messages", "what is new"},
                     {"invitectl poll messages --all-guilds", "of every server"}},
        .needs = {.guild = true, .each_guild = true, .discord = true, .lock = true},
        .changes = true,
        .body = cli::body(run_messages)};
}

}  // namespace invitectl::commands
