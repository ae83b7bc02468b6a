#include "cli/topics.hpp"

#include "invitectl/cli/config.hpp"

#include "cli/error_catalogue.hpp"
#include "cli/global_options.hpp"
#include "cli/topic_texts.hpp"
#include "cli/wrap.hpp"

#include <vector>

namespace invitectl::cli {
namespace {

std::string row(const std::string& name, const std::string& meaning, int indent) {
    return wrapped(meaning, indent, "  " + name);
}

std::string exit_codes() {
    constexpr int kIndent = 8;
    std::string out = "EXIT CODES\n";
    for (const ExitRow& exit : exit_rows()) {
        out +=
            row(std::to_string(static_cast<int>(exit.status)), std::string(exit.meaning), kIndent);
    }
    return out + "\n" + wrapped("Scripts should treat any other code as a failure.", 0);
}

std::string errors() {
    constexpr int kIndent = 14;
    std::string out =
        "ERRORS\n" +
        wrapped(
            "Every error says what happened, why, and what to do next, and ends with the code "
            "its id stands for. Where it has nothing better to say, it says this:",
            2) +
        "\n";
    for (const CatalogueEntry& entry : error_catalogue()) {
        out += row(std::string(error_id(entry.code)),
                   std::string(entry.what) + " (exit " +
                       std::to_string(static_cast<int>(exit_status(entry.code))) + "); " +
                       std::string(entry.next),
                   kIndent);
    }
    return out;
}

std::string environment() {
    constexpr int kIndent = 26;
    std::string out = "ENVIRONMENT\n";
    out += wrapped(
        "Every option of every command has a variable: INVITECTL_ and its name in capitals, for "
        "example INVITECTL_ALL_GUILDS=1 for --all-guilds. The command line comes first, then the "
        "environment, then the configuration. Those of the common options:",
        2);
    out += "\n";
    GlobalOptions unused;
    OptionSet set;
    declare_globals(set, unused, heeds_everything());
    for (const Option& option : set.options()) {
        if (!option.environment().empty()) {
            out += row(option.environment(), option.help, kIndent);
        }
    }
    out += "\n";
    out += row("INVITECTL_FORCE_TTY", "write as to a terminal; a number is its width", kIndent);
    out += row("DISCORD_TOKEN", "the bot token; a file is safer", kIndent);
    out += row("CREDENTIALS_DIRECTORY", "systemd's: the token is discord-token in it", kIndent);
    out += row("NO_COLOR, CLICOLOR, CLICOLOR_FORCE", "colour, as everywhere", kIndent);
    out += row("LC_ALL, LC_CTYPE, LANG", "tables are ASCII unless they say UTF-8", kIndent);
    out += row("TZ", "time zone, where --tz and tz say nothing", kIndent);
    out += row("XDG_CONFIG_HOME", "where invitectl/config.toml is", kIndent);
    out += row("XDG_DATA_HOME", "where invitectl/invitectl.db is", kIndent);
    return out + "\n" +
           wrapped(
               "The token is looked for in this order: --token-file, CREDENTIALS_DIRECTORY, "
               "INVITECTL_TOKEN_FILE, token_command in the configuration, DISCORD_TOKEN, "
               "token_file "
               "in the configuration.",
               0);
}

std::string configuration() {
    constexpr int kIndent = 18;
    std::string out =
        "CONFIGURATION\n" +
        wrapped(
            "What holds for the machine stands in a TOML file: ~/.config/invitectl/config.toml, "
            "and "
            "below it /etc/xdg/invitectl/config.toml for all users. The command line comes first, "
            "then the environment, then the file of the user, then that of the machine. Paths are "
            "meant from the folder of the file; ~/ is the home directory. The keys:",
            2) +
        "\n";
    for (const ConfigKey& key : config_keys()) {
        const std::string by_default =
            key.fallback.empty() ? "" : "; default " + std::string(key.fallback);
        const std::string option =
            key.flag.empty() ? "" : " (" + std::string(key.flag) + by_default + ")";
        out += row(std::string(key.name),
                   std::string(key.meaning) + (key.flag.empty() && !by_default.empty()
                                                   ? " (" + by_default.substr(2) + ")"
                                                   : option),
                   kIndent);
    }
    return out + "\n" +
           wrapped("What holds, and by whose word, is told by: invitectl config list --show-origin",
                   0) +
           wrapped("config set changes one key and leaves every other byte.", 0) +
           wrapped("What concerns one server is a setting in its database: invitectl settings list",
                   0);
}

std::string time() {
    constexpr int kIndent = 24;
    return "TIME\n" + wrapped("--since, --until, --as-of and --from take:", 2) + "\n" +
           row("7d, 2w, 3mo, 1y", "so long ago, at the same time of day", kIndent) +
           row("36h, 1.5h, 90m, 10s", "so long ago to the second", kIndent) +
           row("2026-08-01", "the beginning of this day", kIndent) +
           row("2026-08-01T12:00:00Z", "RFC 3339, with Z or an offset such as +02:00", kIndent) +
           row("today, yesterday", "the beginning of the day", kIndent) +
           row("monday … sunday", "the beginning of the latest one, today included", kIndent) +
           row("now", "the present", kIndent) +
           row("175928847299117063", "an id of Discord: when it was made", kIndent) + "\n" +
           wrapped(
               "A range holds its beginning and not its end. Days are those of --tz, else of tz in "
               "the configuration, else of TZ, else of UTC. Machines always get RFC 3339 in UTC.",
               0);
}

std::string formatting() {
    constexpr int kIndent = 12;
    constexpr int kConditionIndent = 24;
    return "FORMATTING\n" +
           wrapped("A terminal gets a table, a pipe tab-separated values; --format chooses:", 2) +
           "\n" + row("table", "aligned, cut to the terminal's width", kIndent) +
           row("tsv", "tab-separated, for awk and cut", kIndent) +
           row("csv", "RFC 4180; cells a spreadsheet would run begin with an apostrophe", kIndent) +
           row("json", "an array of flat objects; ids are texts", kIndent) +
           row("ndjson", "one object a line", kIndent) + row("md", "a Markdown table", kIndent) +
           "\n" +
           wrapped(
               "--json is --format json, --json=a,b chooses fields, --json=help lists them. "
               "--columns, --sort, --where and --limit work in every format. Data goes to standard "
               "output, everything else to standard error; with --json errors are objects too.",
               0) +
           "\n" + wrapped("--where takes conditions, all of which must hold:", 2) + "\n" +
           row("verdict=open,unknown", "equal to one of these; != for none", kConditionIndent) +
           row("source~reddit", "contains, in capitals or not; !~ for does not", kConditionIndent) +
           row("joins>=10 p<90%", "numbers, shares, durations and times", kConditionIndent) +
           row("source=", "has no value", kConditionIndent) +
           row("'source=\"Reddit ad\"'", "a value with blanks", kConditionIndent) + "\n" +
           wrapped(
               "Where a limit cuts rows off, standard error names the cursor of the last one: "
               "--after goes on behind it, whatever came in meanwhile. --exit-code turns any row "
               "into exit code 8. --names pseudonym calls people by pseudonyms, the same one for "
               "the "
               "same person in every output about a server, and shows when accounts were made to "
               "the "
               "day; --names none leaves people out. Joins keep their times, by which whoever can "
               "see the server may know them. invitectl explain tells what columns mean.",
               0);
}

}  // namespace

std::span<const Topic> topics() {
    static const std::vector<Topic> kTopics = {
        {"exit-codes", "what the exit codes mean", exit_codes},
        {"environment", "variables that set options", environment},
        {"configuration", "what the file may say", configuration},
        {"time", "how to write times", time},
        {"formatting", "tables, JSON and the other formats", formatting},
        {"attribution", "how sure an answer is, and why", attribution_topic},
        {"privacy", "what is kept of people, and where", privacy_topic},
        {"scheduling", "letting cron collect", scheduling_topic},
        {"permissions", "what the bot must be allowed to do", permissions_topic},
        {"errors", "what every error id means", errors},
    };
    return kTopics;
}

}  // namespace invitectl::cli
