// sync: the one command for cron. Reads everything once and works out what is new.
#include "invitectl/workflow/sync.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/guilds.hpp"

#include "commands/all.hpp"
#include "commands/collecting.hpp"
#include "commands/discord_effects.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct Options {
    std::optional<std::string> every;
    std::optional<std::string> lasting;
    bool full = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--every", options.every, "TIME", "poll again and again, so far apart; with --for");
    set.option("--for", options.lasting, "TIME", "begin no round later than this; with --every");
    set.flag("--full", options.full, "read all members, whatever the setting members_every says");
}

constexpr Duration kShortestPause = std::chrono::seconds{1};
constexpr Duration kLongestRun = std::chrono::hours{24};

Duration time_option(std::string_view name, const std::string& text) {
    const auto time = parse_duration(text);
    if (!time || *time < kShortestPause || *time > kLongestRun) {
        throw Error(ErrorCode::bad_value,
                    std::string(name) + " cannot be \"" + text + "\"",
                    "it takes a time from 1s to 24h",
                    "invitectl sync --every 10s --for 55s");
    }
    return *time;
}

std::optional<workflow::Pace> pace_of(const Options& options) {
    if (!options.every && !options.lasting) {
        return {};
    }
    if (options.full) {
        throw Error(ErrorCode::usage,
                    "--full does not go with --every",
                    "all members once is enough",
                    "invitectl sync --full");
    }
    if (!options.every || !options.lasting) {
        throw Error(ErrorCode::usage,
                    "--every and --for go together",
                    "a run that polls again and again needs an end",
                    "invitectl sync --every 10s --for 55s");
    }
    const workflow::Pace pace{time_option("--every", *options.every),
                              time_option("--for", *options.lasting)};
    if (pace.total < pace.every) {
        throw Error(ErrorCode::bad_value,
                    "--for is shorter than --every",
                    "there would be one round only",
                    "invitectl sync");
    }
    return pace;
}

std::vector<store::StoredGuild> chosen(cli::Context& context) {
    if (!context.options().all_guilds) {
        return {context.guild()};
    }
    return store::guilds(context.database());
}

std::string messages_text(const workflow::Collected& read) {
    if (!read.messages || (read.messages->messages == 0 && read.messages->behind == 0)) {
        return {};
    }
    std::string text = "; " + counted(read.messages->messages, "message");
    if (read.messages->behind > 0) {
        text += ", the rest of " + counted(read.messages->behind, "channel") + " next time";
    }
    return text;
}

std::string summary(const workflow::GuildSync& result) {
    if (result.paused) {
        return "paused; nothing was read (invitectl settings set enabled on)";
    }
    const workflow::Collected& read = *result.collected;
    const std::string messages = messages_text(read);
    if (read.members->joined + read.members->left + read.invites.news + read.unseen == 0 &&
        result.reconciled->unsettled == 0) {
        return "nothing new" + messages;
    }
    std::string text = counted(read.members->joined, "join") + ", " +
                       counted(read.members->left, "leave") + ", " +
                       counted(read.invites.news, "change") + " in the invites";
    if (read.unseen > 0) {
        text += "; " + counted(read.unseen, "join") + " of people who were not seen";
    }
    if (result.reconciled->unsettled > 0) {
        text += "; " + counted(result.reconciled->unsettled, "join") +
                (result.reconciled->unsettled == 1 ? " waits" : " wait") + " for the next readings";
    }
    return text + messages;
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

// What an interrupted command left open at Discord: an invite that was made gets its source.
void look_into_open_intents(cli::Context& context, const std::vector<store::StoredGuild>& guilds) {
    sql::Connection& database = context.database();
    for (const store::StoredGuild& guild : guilds) {
        if (!workflow::has_open_intents(database, guild.guild.id)) {
            continue;
        }
        workflow::Settled settled;
        try {
            workflow::InvitePorts ports = invite_ports(context);
            settled = workflow::settle_intents(database, guild.guild.id, ports, author_of(context));
        } catch (const Error& error) {
            context.log().info("what an interrupted command left open stays open: " +
                               error.happened());
            continue;
        }
        for (const store::Intent& intent : settled.effective) {
            if (intent.code) {
                context.tell(guild.alias + ": found " + intent.code->text() +
                             ", which an interrupted " + std::string(plan::to_text(intent.action)) +
                             " was about");
            }
        }
    }
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const auto pace = pace_of(options);
    const auto lock = context.lock_runs();
    const std::vector<store::StoredGuild> guilds = chosen(context);
    std::vector<GuildId> ids;
    for (const store::StoredGuild& guild : guilds) {
        ids.push_back(guild.guild.id);
    }
    sql::Connection& database = context.database();
    const auto results =
        pace ? workflow::sync_in_rounds(database,
                                        context.discord(),
                                        context.clock(),
                                        context.log(),
                                        ids,
                                        *pace,
                                        context.stop(),
                                        context.progress())
             : workflow::sync_guilds(database,
                                     context.discord(),
                                     context.clock(),
                                     context.log(),
                                     ids,
                                     context.progress(),
                                     options.full ? workflow::Depth::full : workflow::Depth::whole);
    context.progress().end();
    look_into_open_intents(context, guilds);
    write_metrics(context);
    return conclude(guilds, results, context);
}

}  // namespace

cli::Command sync() {
    return {
        .path = "sync",
        .group = cli::Group::collect,
        .summary = "Read everything once and work out what is new: the entry for cron",
        .description =
            "Reads the invites, the vanity URL, the members and the audit log, in this order, "
            "stores what changed, and attributes the new joins. Where the setting messages is on, "
            "it then reads who writes when. Quiet when all went well and nobody is "
            "watching.\n\nKilled anywhere, it loses nothing: the next run goes on.\n\n"
            "With --every and --for one run polls several times: for cron, which starts no "
            "program more often than once a minute. The first and the last round read "
            "everything, those between read the members only when a counter moved or five "
            "minutes have passed, and while nothing moves rounds are left out. A rate limit "
            "that asks for more patience than --max-wait ends the run.",
        .examples = {{"invitectl sync", "the default server"},
                     {"invitectl sync --all-guilds", "every server of the database"},
                     {"invitectl sync --full", "with all members, also of a large server"},
                     {"invitectl sync --every 1s --for 2s",
                      "several rounds in one run; each minute by cron: --every 10s --for 55s"}},
        .needs = {.guild = true, .all_guilds = true, .discord = true, .lock = true},
        .changes = true,
        .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
