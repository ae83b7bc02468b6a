// snapshot take | list: readings of the counters.
#include "invitectl/report/snapshots.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/workflow/sync.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

cli::ExitStatus run_take(cli::Context& context) {
    const auto lock = context.lock_runs();
    sql::Connection& database = context.database();
    const store::StoredGuild stored = context.guild();
    const GuildId guild = stored.guild.id;
    workflow::RecordedRun recorded(database, context.clock(), "snapshot take", guild);
    const GuildAtWork at_work(context.progress(), stored.alias);
    workflow::Collector collector(
        database, context.discord(), context.clock(), context.log(), context.progress());
    const workflow::Collected read = collector.take_snapshot(guild, recorded.id());
    recorded.finish(store::RunOutcome::ok, {});
    context.tell("Reading " + std::to_string(read.invites.number) + ": " +
                 counted(read.invites.news, "change") + " in the invites.");
    return cli::ExitStatus::ok;
}

struct ListOptions {
    std::string stream = "invites";
};

void declare_list(cli::OptionSet& set, ListOptions& options) {
    set.option("--stream", options.stream, "WHICH", "which counters")
        .choices({"invites", "vanity"});
}

cli::ExitStatus run_list(const ListOptions& options, cli::Context& context) {
    const GuildId guild = context.guild().guild.id;
    const std::size_t limit = context.rows_wanted();
    std::vector<report::SnapshotLine> lines;
    for (const store::ReadingSummary& summary : store::recent_readings(
             context.database(),
             guild,
             *parse_stream(options.stream),
             limit == 0 ? std::numeric_limits<int>::max() : static_cast<int>(limit))) {
        lines.push_back(snapshot_line(summary));
    }
    context.print(report::snapshots(lines));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command snapshot_take() {
    return {.path = "snapshot take",
            .group = cli::Group::collect,
            .summary = "Read the invite list and the vanity counter, nothing else",
            .description =
                "A cheap reading between two syncs: it narrows the time in which a "
                "counter can have moved. Joins are found and attributed by sync.",
            .examples = {{"invitectl snapshot take", "one more reading now"},
                         {"invitectl snapshot take -g harbour", "of this server"}},
            .needs = {.guild = true, .each_guild = true, .discord = true, .lock = true},
            .changes = true,
            .body = cli::body(run_take)};
}

cli::Command snapshot_list() {
    return {.path = "snapshot list",
            .group = cli::Group::collect,
            .summary = "The readings of the counters, newest first",
            .description =
                "Readings are kept as changes: every one with news, and the last one "
                "without.",
            .examples = {{"invitectl snapshot list", "of the invite list"},
                         {"invitectl snapshot list --stream vanity --limit 5",
                          "of the server's own URL"}},
            .needs = {.guild = true, .each_guild = true, .table = true, .limit = true},
            .body = cli::body(declare_list, run_list),
            .tables = [] { return std::vector{report::snapshots({})}; }};
}

}  // namespace invitectl::commands
