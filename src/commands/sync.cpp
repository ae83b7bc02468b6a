// sync: the one command for cron. Reads everything once and works out what is new.
#include "invitectl/workflow/sync.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/store/guilds.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct Options {
    bool all_guilds = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.flag(
        "--all-guilds", options.all_guilds, "every server of the database, one after the other");
}

std::vector<store::StoredGuild> chosen(const Options& options, cli::Context& context) {
    if (!options.all_guilds) {
        return {context.guild()};
    }
    return store::guilds(context.database());
}

std::string summary(const workflow::GuildSync& result) {
    if (result.paused) {
        return "paused; nothing was read (invitectl settings set enabled on)";
    }
    const workflow::Collected& read = *result.collected;
    if (read.members->joined + read.members->left + read.invites.news == 0 &&
        result.reconciled->unsettled == 0) {
        return "nothing new";
    }
    std::string text = counted(read.members->joined, "join") + ", " +
                       counted(read.members->left, "leave") + ", " +
                       counted(read.invites.news, "change") + " in the invites";
    if (result.reconciled->unsettled > 0) {
        text += "; " + counted(result.reconciled->unsettled, "join") +
                (result.reconciled->unsettled == 1 ? " waits" : " wait") + " for the next readings";
    }
    return text;
}

// One guild's failure is the command's; among several it is told and the rest counts.
cli::ExitStatus conclude(const std::vector<store::StoredGuild>& guilds,
                         const std::vector<workflow::GuildSync>& results,
                         cli::Context& context) {
    std::size_t failed = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const workflow::GuildSync& result = results[i];
        if (result.failure) {
            ++failed;
            if (results.size() == 1) {
                throw *result.failure;
            }
            context.tell(guilds[i].alias + ": error: " + result.failure->happened() + " (" +
                         std::string(error_id(result.failure->code())) + ")");
        } else if (context.on_terminal()) {
            context.tell(guilds[i].alias + ": " + summary(result));
        }
    }
    return failed == 0 ? cli::ExitStatus::ok : cli::ExitStatus::partial;
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const auto lock = context.lock_runs();
    const std::vector<store::StoredGuild> guilds = chosen(options, context);
    std::vector<GuildId> ids;
    for (const store::StoredGuild& guild : guilds) {
        ids.push_back(guild.guild.id);
    }
    const auto results = workflow::sync_guilds(
        context.database(), context.discord(), context.clock(), context.log(), ids);
    return conclude(guilds, results, context);
}

}  // namespace

cli::Command sync() {
    return {.path = "sync",
            .group = cli::Group::collect,
            .summary = "Read everything once and work out what is new: the entry for cron",
            .description =
                "Reads the invites, the vanity URL, the members and the audit log, in this order, "
                "stores what changed, and attributes the new joins. Quiet when all went well and "
                "nobody is watching.\n\nKilled anywhere, it loses nothing: the next run goes on.",
            .examples = {{"invitectl sync", "the default server"},
                         {"invitectl sync --all-guilds", "every server of the database"}},
            .needs = {.guild = true, .discord = true, .lock = true},
            .changes = true,
            .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
