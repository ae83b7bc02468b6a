// leaderboard: who brings people, and what became of them.
#include "invitectl/report/leaderboard.hpp"

#include "invitectl/report/charts.hpp"
#include "invitectl/workflow/boards.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

constexpr std::size_t kRowsOnTerminal = 10;

struct Options {
    std::string by = "inviter";
    std::string rank = "retained";
    std::int64_t min_n = 5;
    std::int64_t page = 1;
    bool hide_left = false;
    bool chart = false;
    bool certain_only = false;
    bool without_manual = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--by", options.by, "WHAT", "what a row stands for")
        .choices({"inviter", "source", "code", "channel"});
    set.option("--rank", options.rank, "WHAT", "what the order goes by")
        .choices({"retained", "joins", "share"});
    set.option("--min-n",
               options.min_n,
               "N",
               "with --rank share: groups of fewer decided joins come last",
               1,
               1'000'000);
    set.flag("--chart", options.chart, "bars under the table, split by what became of the joins");
    set.option("--page", options.page, "N", "the Nth page of --limit groups", 1, 1'000'000);
    set.flag("--hide-left",
             options.hide_left,
             "inviters who are no members any more stand in (hidden) together");
    set.flag("--certain-only",
             options.certain_only,
             "credit only what is certain; likely joins stand in (open)");
    set.flag("--without-manual",
             options.without_manual,
             "joins labelled by hand earn no credit and stand in (labelled)");
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    analytics::BoardRules rules =
        board_rules(database, guild, *analytics::parse_axis(options.by), context.now());
    rules.certain_only = options.certain_only;
    rules.without_manual = options.without_manual;
    rules.ranking = *analytics::parse_ranking(options.rank);
    rules.min_decided = options.min_n;
    rules.limit = context.limit(kRowsOnTerminal);
    rules.skip = rules.limit * static_cast<std::size_t>(options.page - 1);
    rules.hide_left = options.hide_left;
    rules.window = context.range();
    const workflow::JoinBoard made = workflow::make_board(database, guild, rules);
    const report::LeaderboardInput input{made.board, made.dictionaries, names_of(database, guild)};
    context.print(report::leaderboard(input), kRowsOnTerminal);
    if (options.chart) {
        context.draw(report::board_bars(input));
    }
    return cli::ExitStatus::ok;
}

std::vector<report::Table> tables() {
    std::vector<report::Table> all;
    for (const auto axis : {analytics::Axis::inviter,
                            analytics::Axis::source,
                            analytics::Axis::code,
                            analytics::Axis::channel}) {
        analytics::Board board;
        board.rules.axis = axis;
        board.rules.outcome = outcome_rules(Settings{});
        all.push_back(report::leaderboard({board, {}, {}}));
    }
    return all;
}

}  // namespace

cli::Command leaderboard() {
    return {
        .path = "leaderboard",
        .group = cli::Group::analyse,
        .summary = "Who brings people that stay: by inviter, source, code or channel",
        .description =
            "Every join stands in exactly one row, so the rows add up to the joins. A join counts "
            "for a group where its attribution is likely or better; the rest stands in (open). "
            "`expected` shares open joins out by their probabilities; `certain` counts what is "
            "proved.",
        .examples = {{"invitectl leaderboard", "people, by members who stayed"},
                     {"invitectl leaderboard --by source --since 30d",
                      "sources, joins of the last 30 days"},
                     {"invitectl leaderboard --rank share --min-n 20",
                      "whose people stay, not who brings many"}},
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
