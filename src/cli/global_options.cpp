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
        set.flag("--no-headers", options.no_headers, "leave out the header line");
    }
    if (needs.limit) {
        constexpr std::int64_t kMost = 1'000'000'000;
        set.option("-L,--limit", options.limit, "N", "at most so many rows; 0 for all", 0, kMost);
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

void declare_places(OptionSet& set, GlobalOptions& options, const Needs& needs) {
    // Accepted by every command, so that an alias may carry them; help shows what is heeded.
    const auto shown_if = [](bool heeded, Option& option) { option.is_hidden = !heeded; };
    set.section(kConnectionSection);
    shown_if(
        needs.discord,
        set.option(
               "--token-file", options.token_file, "FILE", "file with the bot token; - reads it")
            .environment_read_elsewhere());
    shown_if(
        needs.discord,
        set.option("--api-base", options.api_base, "URL", "another API, if the config allows it")
            .without_environment());
    shown_if(needs.discord,
             set.option(
                 "--max-wait", options.max_wait, "TIME", "longest wait a rate limit may ask for"));
    shown_if(needs.lock,
             set.option(
                 "--lock-wait", options.lock_wait, "TIME", "wait so long for another run to end"));
    set.section(kCommonSection);
    shown_if(needs.guild,
             set.option(
                 "-g,--guild", options.guild, "GUILD", "alias, id or name; else the default one"));
    set.option("--db", options.db, "FILE", "the database");
    set.option("--config", options.config, "FILE", "the configuration");
    shown_if(
        needs.table || needs.range || needs.as_of,
        set.option("--tz", options.tz, "ZONE", "time zone of input and tables, as Europe/Berlin"));
    shown_if(needs.table,
             set.option("--color", options.color, "WHEN", "colour in tables")
                 .choices({"auto", "always", "never"}));
    shown_if(needs.table, set.flag("--ascii", options.ascii, "ASCII only in tables"));
}

}  // namespace

void declare_globals(OptionSet& set, GlobalOptions& options, const Needs& needs) {
    declare_output(set, options, needs);
    declare_times(set, options, needs);
    declare_places(set, options, needs);
    set.flag("-q,--quiet", options.quiet, "say nothing but errors and data");
    set.counter("-v,--verbose", options.verbosity, "say what is done; twice: every request");
    set.flag("--version", options.version, "print the version").hidden().without_environment();
    set.flag("-h,--help", options.help, "print this help").without_environment();
    set.section("");
}

}  // namespace invitectl::cli
