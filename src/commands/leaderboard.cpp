// leaderboard: who brings people, and what became of them.
#include "invitectl/report/leaderboard.hpp"

#include "invitectl/workflow/boards.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

constexpr std::size_t kRowsOnTerminal = 10;

struct Options {
    std::string by = "inviter";
    std::string rank = "retained";
    bool certain_only = false;
    bool without_manual = false;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--by", options.by, "WHAT", "what a row stands for")
        .choices({"inviter", "source", "code"});
    set.option("--rank", options.rank, "WHAT", "what the order goes by")
        .choices({"retained", "joins"});
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
    rules.limit = context.limit(kRowsOnTerminal);
    rules.window = context.range();
    const workflow::JoinBoard made = workflow::make_board(database, guild, rules);
    context.print(report::leaderboard({made.board, made.dictionaries, names_of(database, guild)}),
                  0);
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command leaderboard() {
    return {
        .path = "leaderboard",
        .group = cli::Group::analyse,
        .summary = "Who brings people that stay: by inviter, source or code",
        .description =
            "Every join stands in exactly one row, so the rows add up to the joins. A join counts "
            "for a group where its attribution is likely or better; the rest stands in (open). "
            "`expected` shares open joins out by their probabilities; `certain` counts what is "
            "proved.",
        .examples = {{"invitectl leaderboard", "people, by members who stayed"},
                     {"invitectl leaderboard --by source --since 30d",
                      "sources, joins of the last 30 days"}},
        .needs = {.guild = true,
                  .each_guild = true,
                  .table = true,
                  .limit = true,
                  .range = true,
                  .as_of = true},
        .body = cli::body(declare, run)};
}

}  // namespace invitectl::commands
