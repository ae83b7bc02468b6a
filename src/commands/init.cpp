// init: from nothing to a database with its baseline.
//
// Asks for what it was not told, at a terminal. Checks the token, the intent and the permissions
// before anything but the token itself is written, so that a wrong answer leaves nothing behind; a
// second init changes nothing.
#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/base/shell_text.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/workflow/setup.hpp"
#include "invitectl/workflow/sync.hpp"

#include "commands/all.hpp"
#include "commands/init_questions.hpp"
#include "commands/lookups.hpp"

#include <filesystem>
#include <ostream>

namespace invitectl::commands {
namespace {

struct Options {
    std::optional<std::string> alias;
    std::optional<std::string> keep_token;
    std::string every = "5m";
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--alias", options.alias, "NAME", "what to call the guild after -g")
        .fallback("made from its name");
    set.option("--keep-token",
               options.keep_token,
               "FILE",
               "where a token that was typed or read from - is kept")
        .fallback("bot-token beside the configuration");
    set.option("--every", options.every, "TIME", "how often the schedule it prints will sync");
}

Duration chosen_interval(const Options& options) {
    const auto every = parse_duration(options.every);
    if (!every) {
        throw Error(ErrorCode::bad_value,
                    "--every cannot be \"" + options.every + "\"",
                    "durations look like 30s, 5m or 1h",
                    "invitectl init --every 5m");
    }
    check_interval(*every);
    return *every;
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

std::string absolute(const std::string& path) {
    return std::filesystem::absolute(path).string();
}

// Adds to a configuration that was there before what it does not say yet; the rest of it stays.
void complete_config(cli::Context& context, const cli::Config& found, bool kept_token) {
    const std::string before = context.files().read_trusted(context.config_path()).value_or("");
    std::string text = before;
    const auto add = [&](const std::optional<std::string>& value, const char* key, bool said) {
        if (value && !said) {
            text = context.config_text_with(text, cli::find_config_key(key), {*value});
            context.tell("Added " + std::string(key) + " to " + context.config_path() + ".");
        }
    };
    const cli::Config& says = context.config();
    add(found.db, "db", says.db || !context.options().db);
    const bool knows_a_token = says.token_file || !says.token_command.empty();
    add(found.token_file, "token_file", knows_a_token);
    if (kept_token && knows_a_token) {
        context.tell(
            "The configuration names another token. To use this one: invitectl config set "
            "token_file " +
            shell_quoted(*found.token_file));
    }
    if (text != before) {
        context.files().replace(context.config_path(), text);
    }
}

// What later commands need and cannot guess goes into the configuration.
void write_config(cli::Context& context, const std::optional<std::string>& kept_token) {
    cli::Config config;
    config.db = absolute(context.database_path());
    const auto& named = context.options().token_file;
    const auto token_file = kept_token ? kept_token : named && *named != "-" ? named : std::nullopt;
    if (token_file) {
        config.token_file = absolute(*token_file);
    }
    if (context.dry_run()) {
        return;
    }
    std::error_code ignored;
    if (std::filesystem::exists(context.config_path(), ignored)) {
        complete_config(context, config, kept_token.has_value());
    } else {
        context.files().create(context.config_path(), cli::format_config(config));
    }
}

std::string schedule_text(cli::Context& context,
                          Duration every,
                          const std::optional<std::string>& kept_token) {
    Schedule schedule = schedule_here(context, every);
    if (kept_token) {
        schedule.token_file = std::filesystem::absolute(*kept_token).string();
    }
    return "For systemd, two units (to write them: invitectl schedule print --systemd):\n\n" +
           service_unit(schedule) + "\n" + timer_unit(schedule) +
           "\nOr for cron, a line (crontab -e):\n\n  " + cron_line(schedule) + "\n";
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
    out << "Then:\n\n"
        << "  invitectl sync                     what the schedule will do\n"
        << "  invitectl settings set closed on   if nobody can join without an invite\n"
        << "  invitectl leaderboard              who brings people that stay\n";
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    refuse_second_init(context);
    const Duration every = chosen_interval(options);
    InitQuestions questions(context, options.keep_token, options.alias);
    const InitAnswers answers = questions.ask();

    const auto lock = context.lock_runs();
    sql::Connection& database = context.create_database();
    write_config(context, answers.kept_token);
    const std::string alias =
        workflow::add_guild(database, answers.access.guild, answers.alias, context.clock().now());
    const auto results = workflow::sync_guilds(database,
                                               context.discord(),
                                               context.clock(),
                                               context.log(),
                                               {answers.access.guild.id},
                                               context.progress());
    context.progress().end();
    if (results.front().failure) {
        const Error& error = *results.front().failure;
        throw Error(error.code(),
                    "the guild is set up, but its first reading failed: " + error.happened(),
                    error.why(),
                    "invitectl sync");
    }
    context.out() << schedule_text(context, every, answers.kept_token);
    report_done(context, answers.access, alias, *results.front().collected);
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command init() {
    return {
        .path = "init",
        .group = cli::Group::start,
        .summary = "Set up a guild: check the bot, create the database, take the baseline",
        .description =
            "At a terminal it asks for what it was not told: the bot's token (not shown while it "
            "is "
            "typed), the server, and what to call it. Anywhere else, or with --no-input, "
            "everything "
            "comes from options, and what is missing is named.\n\n"
            "Checks the token, the members intent and the bot's permissions, creates the "
            "database, and reads the guild for the first time. What is there at that moment is "
            "the baseline: uses and members from before, which never count as joins. Prints a "
            "schedule for systemd and for cron, and installs neither.\n\n"
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
