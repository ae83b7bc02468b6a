#include "cli/global_options.hpp"

namespace invitectl::cli {
namespace {

void declare_output(OptionSet& set, GlobalOptions& options, const Needs& needs) {
    set.section(kOutputSection);
    if (needs.table) {
        set.optional_value(
            "--json", options.json, "FIELDS", "JSON: all fields, or those named; =help lists them");
        set.option(
               "--format", options.format, "F", "how rows are written; on a terminal as a table")
            .choices({"table", "tsv", "csv", "json", "ndjson", "md"});
        set.option("--columns", options.columns, "A,B", "these columns, in this order");
        set.option("--sort", options.sort, "KEY[:desc]", "order of the rows; several with commas");
        set.option("--where",
                   options.where,
                   "COND",
                   "rows for which this holds: verdict=open, source~reddit, joins>=10");
        set.flag("--no-headers", options.no_headers, "leave out the header line");
        set.option("--names", options.names, "HOW", "whether it says who people are")
            .choices({"full", "pseudonym", "none"})
            .fallback("full");
        set.option("--csv-safe",
                   options.csv_safe,
                   "ON",
                   "CSV: an apostrophe before what a spreadsheet would run; off for programs")
            .choices({"on", "off"})
            .fallback("on");
        set.flag("--exit-code", options.exit_code, "exit with 8 if there is any row");
    }
    if (needs.limit) {
        constexpr std::int64_t kMost = 1'000'000'000;
        set.option("-L,--limit", options.limit, "N", "at most so many rows; 0 for all", 0, kMost);
        set.option("--after", options.after, "CURSOR", "go on after this row of a page before");
    }
}

void declare_times(OptionSet& set, GlobalOptions& options, const Needs& needs) {
    set.section(kTimeSection);
    if (needs.range) {
        set.option("--since", options.since, "TIME", "from this time on: 30d, 2026-08-01 …");
        set.option("--until", options.until, "TIME", "before this time");
    }
    if (needs.as_of) {
        set.option("--as-of", options.as_of, "TIME", "take this time as now");
    }
}

// Accepted by every command, so that an alias may carry them; help shows what is heeded.
void show_if(bool heeded, Option& option) {
    option.is_hidden = !heeded;
}

void declare_connection(OptionSet& set, GlobalOptions& options, const Needs& needs) {
    set.section(kConnectionSection);
    show_if(
        needs.discord,
        set.option(
               "--token-file", options.token_file, "FILE", "file with the bot token; - reads it")
            .environment_read_elsewhere());
    show_if(
        needs.discord,
        set.option("--api-base", options.api_base, "URL", "another API, if the config allows it")
            .without_environment());
    show_if(
        needs.discord,
        set.option("--max-wait", options.max_wait, "TIME", "longest wait a rate limit may ask for")
            .fallback("2m"));
}

void declare_safety(OptionSet& set, GlobalOptions& options, const Command& command) {
    const Needs& needs = command.needs;
    set.section(kSafetySection);
    if (command.changes) {
        set.flag("-n,--dry-run", options.dry_run, "show what would happen; change nothing");
    }
    if (needs.confirm) {
        set.flag("-y,--yes", options.yes, "do not ask for confirmation").without_environment();
    }
    if (needs.cap > 0) {
        constexpr std::int64_t kMost = 1'000'000;
        set.option("--max", options.max, "N", "refuse more targets than so many", 1, kMost)
            .fallback(std::to_string(needs.cap));
    }
    show_if(
        needs.asks || needs.confirm,
        set.flag(
            "--no-input", options.no_input, "never ask; fail naming the option that is missing"));
}

void declare_places(OptionSet& set, GlobalOptions& options, const Needs& needs) {
    set.section(kCommonSection);
    show_if(needs.guild,
            set.option(
                "-g,--guild", options.guild, "GUILD", "alias, id or name; else the default one"));
    if (needs.each_guild || needs.all_guilds) {
        set.flag("--all-guilds", options.all_guilds, "every guild, one after the other");
    }
    set.option("--db", options.db, "FILE", "the database");
    show_if(
        needs.lock,
        set.option("--lock-wait", options.lock_wait, "TIME", "wait so long for another run to end")
            .fallback("0s"));
    set.option("--config", options.config, "FILE", "the configuration");
    show_if(
        needs.table || needs.range || needs.as_of,
        set.option("--tz", options.tz, "ZONE", "time zone of input and tables, as Europe/Berlin"));
    show_if(needs.table,
            set.option("--color", options.color, "WHEN", "colour in tables")
                .choices({"auto", "always", "never"})
                .fallback("auto"));
    show_if(needs.table, set.flag("--ascii", options.ascii, "ASCII only in tables and charts"));
}

}  // namespace

void declare_globals(OptionSet& set, GlobalOptions& options, const Command& command) {
    declare_output(set, options, command.needs);
    declare_times(set, options, command.needs);
    declare_connection(set, options, command.needs);
    declare_safety(set, options, command);
    declare_places(set, options, command.needs);
    show_if(command.needs.discord,
            set.option("--progress",
                       options.progress,
                       "HOW",
                       "what is going on, on standard error; auto: a line on a terminal")
                .choices({"auto", "json", "off"})
                .fallback("auto"));
    show_if(command.needs.discord,
            set.option("--metrics-file",
                       options.metrics_file,
                       "FILE",
                       "sync writes its state there for Prometheus"));
    set.option("--log-format", options.log_format, "F", "how -v and warnings are written")
        .choices({"text", "json"})
        .fallback("text");
    set.option("--log-file", options.log_file, "FILE", "keep what -v says in this file as well");
    set.flag("-q,--quiet", options.quiet, "say nothing but errors and data");
    set.counter("-v,--verbose", options.verbosity, "say what is done; twice: every request");
    set.flag("--version", options.version, "print the version").hidden().without_environment();
    set.flag("-h,--help", options.help, "print this help").without_environment();
    set.section("");
}

Command heeds_everything() {
    Command command;
    command.needs = {.guild = true,
                     .each_guild = true,
                     .table = true,
                     .limit = true,
                     .range = true,
                     .as_of = true,
                     .discord = true,
                     .lock = true,
                     .asks = true,
                     .confirm = true,
                     .cap = 1};
    command.changes = true;
    return command;
}

}  // namespace invitectl::cli
