// init: from nothing to a database with its baseline.
//
// Checks the token, the intent and the permissions before anything is written, so that a wrong
// answer leaves nothing behind; a second init changes nothing.
#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/workflow/setup.hpp"
#include "invitectl/workflow/sync.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <filesystem>
#include <ostream>

namespace invitectl::commands {
namespace {

struct Options {
    std::optional<std::string> alias;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--alias", options.alias, "NAME", "what to call the guild after -g")
        .fallback("made from its name");
}

GuildId asked_guild(cli::Context& context) {
    const auto& text = context.options().guild;
    if (!text) {
        throw Error(ErrorCode::usage,
                    "init needs to know the guild",
                    "the option --guild is missing",
                    "invitectl init --guild SERVER_ID --token-file FILE");
    }
    const auto id = GuildId::parse(*text);
    if (!id) {
        throw Error(
            ErrorCode::bad_value,
            "\"" + *text + "\" is no server id",
            "an id is a number of 17 to 20 digits; in Discord: Settings, Advanced, Developer "
            "Mode, then right-click the server",
            "invitectl init --guild SERVER_ID --token-file FILE");
    }
    return *id;
}

void refuse_second_init(cli::Context& context) {
    const std::string path = context.database_path();
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
        throw Error(ErrorCode::already_initialised,
                    "there is a database already: " + path,
                    "init makes a new one and never touches an old one",
                    "invitectl guild add SERVER_ID");
    }
}

// Without a token init was called wrongly, while any other command lacks a permission.
void require_token(cli::Context& context) {
    try {
        context.token();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::no_token) {
            throw;
        }
        throw Error(ErrorCode::usage,
                    "init needs the bot's token",
                    "the option --token-file is missing, and no other place holds a token",
                    "invitectl init --guild SERVER_ID --token-file FILE");
    }
}

// What later commands need and cannot guess goes into a configuration file, unless there is one
// already.
void write_config(cli::Context& context) {
    cli::Config config;
    config.db = std::filesystem::absolute(context.database_path()).string();
    const auto& token_file = context.options().token_file;
    if (token_file && *token_file != "-") {
        config.token_file = std::filesystem::absolute(*token_file).string();
    }
    std::error_code ignored;
    if (!context.dry_run() && !std::filesystem::exists(context.config_path(), ignored)) {
        context.files().create(context.config_path(), cli::format_config(config));
    }
}

std::string this_program() {
    std::error_code failed;
    const auto path = std::filesystem::read_symlink("/proc/self/exe", failed);
    return failed ? "invitectl" : path.string();
}

void report_done(cli::Context& context,
                 const workflow::Access& access,
                 const std::string& alias,
                 const workflow::Collected& first) {
    std::ostream& out = context.out();
    out << "Following \"" << text_for_people(access.guild.name) << "\" (" << access.guild.id.text()
        << ") as " << alias << ".\n";
    out << "Baseline: " << counted(first.invites.news, "invite") << ", "
        << counted(first.members->sweep.members, "member")
        << ". Who is here already never counts as a join.\n";
    out << "Database: " << text_for_people(context.database_path()) << "\n";
    out << "Settings: " << text_for_people(context.config_path()) << "\n\n";
    if (!access.can_read_audit_log) {
        out << "The bot may not view the audit log: deleted invites look like expired ones, and "
               "kicks\n"
               "like leaves. Granting View Audit Log lets more be proved.\n\n";
    }
    out << "Let cron collect every five minutes (crontab -e):\n\n  */5 * * * * ";
    if (context.options().config) {
        out << "INVITECTL_CONFIG="
            << text_for_people(std::filesystem::absolute(context.config_path()).string()) << " ";
    }
    out << this_program() << " sync\n\nThen:\n\n"
        << "  invitectl sync                     what cron will do\n"
        << "  invitectl settings set closed on   if nobody can join without an invite\n"
        << "  invitectl leaderboard              who brings people that stay\n";
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    refuse_second_init(context);
    const GuildId guild = asked_guild(context);
    require_token(context);
    const workflow::Access access = workflow::check_access(context.discord(), guild);

    const auto lock = context.lock_runs();
    sql::Connection& database = context.create_database();
    write_config(context);
    const std::string alias =
        workflow::add_guild(database, access.guild, options.alias, context.clock().now());
    const auto results =
        workflow::sync_guilds(database, context.discord(), context.clock(), context.log(), {guild});
    if (results.front().failure) {
        const Error& error = *results.front().failure;
        throw Error(error.code(),
                    "the guild is set up, but its first reading failed: " + error.happened(),
                    error.why(),
                    "invitectl sync");
    }
    report_done(context, access, alias, *results.front().collected);
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command init() {
    return {
        .path = "init",
        .group = cli::Group::start,
        .summary = "Set up a guild: check the bot, create the database, take the baseline",
        .description =
            "Checks the token, the members intent and the bot's permissions, creates the "
            "database, and reads the guild for the first time. What is there at that moment is "
            "the baseline: uses and members from before, which never count as joins.\n\n"
            "A configuration file is written unless there is one. A second init changes nothing.",
        .examples = {{"invitectl init --guild 1308388315686375505 --token-file bot-token",
                      "follow this server with the bot whose token the file holds"},
                     {"invitectl init --guild 1308388315686375505 --alias harbour",
                      "the token from the configuration; call the guild harbour"}},
        .needs = {.guild = true, .discord = true, .lock = true, .asks = true, .fresh = true},
        .changes = true,
        .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
