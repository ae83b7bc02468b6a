// source list | show: named buckets for invites.
#include "invitectl/report/sources.hpp"
#include "invitectl/report/table_tools.hpp"
#include "invitectl/store/costs.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/boards.hpp"
#include "invitectl/workflow/edit.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"
#include "commands/source_lines.hpp"

#include <algorithm>
#include <map>

namespace invitectl::commands {
namespace {

struct ListOptions {
    bool all = false;
    std::vector<std::string> tags;
};

void declare_list(cli::OptionSet& set, ListOptions& options) {
    set.flag("--all", options.all, "also retired sources and those that were merged away");
    set.option("--tag", options.tags, "TAG", "only those with this tag; all tags, if repeated");
}

bool is_wanted(const Source& source, const ListOptions& options) {
    if (!options.all && (source.retired_at || source.merged_into)) {
        return false;
    }
    return std::ranges::all_of(options.tags, [&](const std::string& tag) {
        return std::ranges::find(source.tags, tag) != source.tags.end();
    });
}

cli::ExitStatus run_list(const ListOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    std::vector<report::SourceLine> lines;
    for (auto& [id, line] : source_lines(database, guild, context.range(), context.now())) {
        if (is_wanted(line.source, options)) {
            lines.push_back(std::move(line));
        }
    }
    context.print(report::sources(lines, names_of(database, guild)));
    return cli::ExitStatus::ok;
}

struct ShowOptions {
    std::string name;
};

void declare_show(cli::OptionSet& set, ShowOptions& options) {
    set.positional("SOURCE", options.name, "its name");
}

cli::ExitStatus run_show(const ShowOptions& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    const Source source = workflow::source_named(database, guild, options.name);
    auto lines = source_lines(database, guild, {}, context.now());
    std::vector<report::AssignmentLine> decisions;
    for (const store::StoredAssignment& made : store::assignments(database, guild)) {
        if (made.assignment.source == source.id) {
            decisions.push_back({made.assignment.code,
                                 made.assignment.source,
                                 made.assignment.from,
                                 made.made_at,
                                 made.author});
        }
    }
    std::vector<report::CostLine> costs;
    for (const store::Cost& cost : store::costs(database, guild)) {
        if (cost.source == source.id) {
            costs.push_back({cost.amount, cost.over});
        }
    }
    context.print(
        report::source_show(lines[source.id], decisions, costs, names_of(database, guild)));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command source_list() {
    return {
        .path = "source list",
        .group = cli::Group::sources,
        .summary = "Sources with their codes, joins and costs",
        .description =
            "vanity, bot and none are there in every server: its own URL, bots, and "
            "joins without an invite. With --since and --until joins are those of that time, and "
            "costs the part of them that falls into it.",
        .examples = {{"invitectl source list", "all in use"},
                     {"invitectl source list --sort joins:desc", "the busiest first"},
                     {"invitectl source list --all --columns "
                      "source,joins,retained,cost,cost_per_retained",
                      "what a kept member cost"}},
        .needs = {.guild = true,
                  .each_guild = true,
                  .table = true,
                  .limit = true,
                  .range = true,
                  .as_of = true},
        .body = cli::body(declare_list, run_list),
        .tables = [] { return std::vector{report::sources({}, {})}; }};
}

cli::Command source_show() {
    return {
        .path = "source show",
        .group = cli::Group::sources,
        .summary = "One source: what came by it, its codes and costs",
        .description = {},
        .examples = {{"invitectl source show \"Reddit ad\"", "everything known of it"},
                     {"invitectl source show vanity --json", "for a script"}},
        .needs = {.guild = true, .table = true, .as_of = true},
        .body = cli::body(declare_show, run_show),
        .tables = [] { return std::vector{report::flatten(report::source_show({}, {}, {}, {}))}; }};
}

}  // namespace invitectl::commands
