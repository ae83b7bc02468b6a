// snapshot show | diff: what one reading brought, and what differs between two.
#include "invitectl/base/error.hpp"
#include "invitectl/report/snapshots.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/reading_changes.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <charconv>

namespace invitectl::commands {
namespace {

void declare_stream(cli::OptionSet& set, std::string& stream) {
    set.option("--stream", stream, "WHICH", "which counters").choices({"invites", "vanity"});
}

ReadingNumber number_of(const std::string& text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end || number < 1) {
        throw Error(ErrorCode::bad_value,
                    "\"" + text + "\" is no number of a reading",
                    "readings are counted 1, 2, 3 …",
                    "invitectl snapshot list");
    }
    return number;
}

Error no_such_reading(ReadingNumber number, const std::string& stream) {
    return {ErrorCode::not_found,
            "there is no reading " + std::to_string(number) + " of " + stream,
            "readings are counted per guild and kind of counter",
            "invitectl snapshot list --stream " + stream};
}

std::vector<report::CodeChangeLine> change_lines(sql::Connection& database,
                                                 GuildId guild,
                                                 Stream stream,
                                                 ReadingNumber before,
                                                 ReadingNumber after) {
    std::vector<report::CodeChangeLine> lines;
    for (const auto& change : store::changes_between(database, guild, stream, before, after)) {
        lines.push_back({change.code, change.epoch, change.before, change.after});
    }
    return lines;
}

struct ShowOptions {
    std::string number;
    std::string stream = "invites";
};

void declare_show(cli::OptionSet& set, ShowOptions& options) {
    set.positional("READING", options.number, "its number");
    declare_stream(set, options.stream);
}

cli::ExitStatus run_show(const ShowOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const Stream stream = *parse_stream(options.stream);
    const ReadingNumber number = number_of(options.number);
    const auto summary = store::reading_summary(database, guild, stream, number);
    if (!summary) {
        throw no_such_reading(number, options.stream);
    }
    context.print(report::snapshot_show(snapshot_line(*summary),
                                        change_lines(database, guild, stream, number - 1, number)));
    return cli::ExitStatus::ok;
}

struct DiffOptions {
    std::string before;
    std::string after;
    std::string stream = "invites";
};

void declare_diff(cli::OptionSet& set, DiffOptions& options) {
    set.positional("BEFORE", options.before, "number of the earlier reading");
    set.positional("AFTER", options.after, "number of the later reading");
    declare_stream(set, options.stream);
}

cli::ExitStatus run_diff(const DiffOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const Stream stream = *parse_stream(options.stream);
    const ReadingNumber from = number_of(options.before);
    const ReadingNumber until = number_of(options.after);
    if (from > until) {
        throw Error(ErrorCode::bad_value,
                    "reading " + options.before + " is not before reading " + options.after,
                    "the earlier one comes first",
                    "invitectl snapshot diff " + options.after + " " + options.before);
    }
    const auto before = store::reading(database, guild, stream, from);
    const auto after = store::reading(database, guild, stream, until);
    if (!before || !after) {
        throw no_such_reading(before ? until : from, options.stream);
    }
    context.print(
        report::snapshot_diff(*before, *after, change_lines(database, guild, stream, from, until)));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command snapshot_show() {
    return {.path = "snapshot show",
            .group = cli::Group::collect,
            .summary = "One reading of the counters, and what it brought",
            .description = "Of the first reading everything is listed: it is the baseline.",
            .examples = {{"invitectl snapshot show 1", "the baseline"},
                         {"invitectl snapshot show 2 --json", "for a script, as one table"}},
            .needs = {.guild = true, .table = true},
            .body = cli::body(declare_show, run_show),
            .tables = [] { return std::vector{report::flatten(report::snapshot_show({}, {}))}; }};
}

cli::Command snapshot_diff() {
    return {.path = "snapshot diff",
            .group = cli::Group::collect,
            .summary = "What differs between two readings of the counters",
            .description = "Codes that came and went in between are left out.",
            .examples = {{"invitectl snapshot diff 1 2", "from the baseline to the next reading"},
                         {"invitectl snapshot diff 1 2 --sort change:desc",
                          "the codes used most come first"}},
            .needs = {.guild = true, .table = true, .limit = true},
            .body = cli::body(declare_diff, run_diff),
            .tables = [] { return std::vector{report::snapshot_diff({}, {}, {})}; }};
}

}  // namespace invitectl::commands
