// source list | show: named buckets for invites.
#include "invitectl/analytics/costs.hpp"
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

#include <algorithm>
#include <map>

namespace invitectl::commands {
namespace {

// Codes per source at `now`: all, and those that still work.
void count_codes(sql::Connection& database,
                 GuildId guild,
                 Instant now,
                 std::map<SourceId, report::SourceLine>& lines) {
    const AssignmentTimeline timeline = store::assignment_timeline(database, guild);
    std::optional<InviteCode> previous;
    store::each_invite_life(database, guild, [&](const store::InviteLife& life) {
        const auto source = timeline.source_of(life.terms.code, now);
        if (!source || !lines.contains(*source)) {
            return;
        }
        report::SourceLine& line = lines[*source];
        line.codes += previous == life.terms.code ? 0 : 1;
        line.active_codes += !life.gone && (!life.terms.expires_at || *life.terms.expires_at > now);
        previous = life.terms.code;
    });
}

void add_spendings(sql::Connection& database,
                   GuildId guild,
                   const TimeRange& window,
                   std::map<SourceId, report::SourceLine>& lines) {
    std::map<SourceId, std::vector<analytics::Spending>> by_source;
    for (const store::Cost& cost : store::costs(database, guild)) {
        by_source[cost.source].push_back({cost.amount, cost.over});
    }
    for (const auto& [source, spendings] : by_source) {
        if (lines.contains(source)) {
            lines[source].cost = analytics::spent_within(spendings, window);
        }
    }
}

// What came by each source, in the window and as of now.
std::map<SourceId, report::SourceLine> source_lines(sql::Connection& database,
                                                    GuildId guild,
                                                    const TimeRange& window,
                                                    Instant now) {
    std::map<SourceId, report::SourceLine> lines;
    for (const Source& source : store::sources(database, guild)) {
        lines[source.id].source = source;
    }
    count_codes(database, guild, now, lines);
    analytics::BoardRules rules;
    rules.axis = analytics::Axis::source;
    rules.outcome = outcome_rules(store::settings(database, guild));
    rules.window = window;
    rules.now = now;
    const workflow::JoinBoard made = workflow::make_board(database, guild, rules);
    const auto add = [&](SourceId source, const analytics::Tally& tally) {
        lines[source].joins = tally.joins;
        lines[source].retained = tally.of(Outcome::retained);
    };
    for (const analytics::BoardRow& row : made.board.groups) {
        add(made.dictionaries.sources[static_cast<std::size_t>(row.key.id)].id, row.tally);
    }
    const reconcile::ReservedSources reserved = store::reserved_sources(database, guild);
    for (const analytics::BoardRow& row : made.board.specials) {
        switch (row.key.kind) {
            case analytics::RowKind::server:
                add(reserved.vanity, row.tally);
                break;
            case analytics::RowKind::bot:
                add(reserved.bot, row.tally);
                break;
            case analytics::RowKind::no_invite:
                add(reserved.none, row.tally);
                break;
            default:
                break;
        }
    }
    add_spendings(database, guild, window, lines);
    return lines;
}

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
