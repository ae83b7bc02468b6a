// stats: joins counted by group or by time.
#include "invitectl/report/stats.hpp"

#include "invitectl/analytics/costs.hpp"
#include "invitectl/report/charts.hpp"
#include "invitectl/report/leaderboard.hpp"
#include "invitectl/store/costs.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/boards.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct Options {
    std::string by = "source";
    bool chart = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--by", options.by, "WHAT", "what a row stands for")
        .choices({"source", "inviter", "code", "channel", "day", "week", "hour", "weekday"});
    set.flag("--chart", options.chart, "bars under the table, split by what became of the joins");
}

std::map<SourceId, std::int64_t> spent_on_sources(sql::Connection& database,
                                                  GuildId guild,
                                                  const TimeRange& window) {
    std::map<SourceId, std::vector<analytics::Spending>> by_source;
    for (const store::Cost& cost : store::costs(database, guild)) {
        by_source[cost.source].push_back({cost.amount, cost.over});
    }
    std::map<SourceId, std::int64_t> spent;
    for (const auto& [source, spendings] : by_source) {
        spent[source] = analytics::spent_within(spendings, window);
    }
    return spent;
}

void print_groups(analytics::Axis axis, bool chart, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    analytics::BoardRules rules = board_rules(database, guild, axis, context.now());
    rules.ranking = analytics::Ranking::joins;
    rules.credit = {};
    rules.limit = context.limit();
    rules.window = context.range();
    const workflow::JoinBoard made = workflow::make_board(database, guild, rules);
    report::LeaderboardInput input{made.board, made.dictionaries, names_of(database, guild)};
    if (axis == analytics::Axis::source) {
        input.spent = spent_on_sources(database, guild, rules.window);
    }
    context.print(report::stats_by_group(input));
    if (chart) {
        context.draw(report::board_bars(input));
    }
}

void print_times(analytics::Bucket bucket, bool chart, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    analytics::StatsRules rules;
    rules.bucket = bucket;
    rules.window = context.range();
    rules.now = context.now();
    rules.outcome = outcome_rules(store::settings(database, guild));
    rules.zone = context.zone_offset();
    const auto rows = workflow::make_stats(database, guild, rules);
    context.print(report::stats_by_time(rows, rules, context.zone()));
    if (chart) {
        context.draw(report::stats_bars(rows));
    }
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    if (const auto axis = analytics::parse_axis(options.by)) {
        print_groups(*axis, options.chart, context);
    } else {
        print_times(*analytics::parse_bucket(options.by), options.chart, context);
    }
    return cli::ExitStatus::ok;
}

std::vector<report::Table> tables() {
    std::vector<report::Table> all;
    for (const auto axis : {analytics::Axis::source,
                            analytics::Axis::inviter,
                            analytics::Axis::code,
                            analytics::Axis::channel}) {
        analytics::Board board;
        board.rules.axis = axis;
        board.rules.outcome = outcome_rules(Settings{});
        const analytics::Dictionaries none;
        report::LeaderboardInput input{board, none, {}};
        if (axis == analytics::Axis::source) {
            input.spent.emplace(0, 0);
        }
        all.push_back(report::stats_by_group(input));
    }
    for (const auto bucket : {analytics::Bucket::day,
                              analytics::Bucket::week,
                              analytics::Bucket::hour,
                              analytics::Bucket::weekday}) {
        analytics::StatsRules rules;
        rules.bucket = bucket;
        rules.outcome = outcome_rules(Settings{});
        all.push_back(report::stats_by_time({}, rules, "the zone of --tz"));
    }
    return all;
}

}  // namespace

cli::Command stats() {
    return {.path = "stats",
            .group = cli::Group::analyse,
            .summary = "Joins and what became of them, by group or by time",
            .description =
                "Days, weeks and hours are those of --tz. No rule about credit applies "
                "here: these are plain counts. Sources whose cost is known (source set --cost) say "
                "what a join and a member who stays cost.",
            .examples = {{"invitectl stats --since 30d", "sources in the last 30 days"},
                         {"invitectl stats --by weekday --tz Europe/Berlin",
                          "on which days of the week people come"}},
            .needs = {.guild = true,
                      .each_guild = true,
                      .table = true,
                      .limit = true,
                      .range = true,
                      .as_of = true},
            .body = cli::body(declare, run),
            .tables = tables};
}

}  // namespace invitectl::commands
