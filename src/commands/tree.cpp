// tree: who invited whom.
#include "invitectl/report/tree.hpp"

#include "invitectl/workflow/boards.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

struct Options {
    std::optional<std::string> root;
    std::int64_t depth = 0;
};

void declare(cli::OptionSet& set, Options& options) {
    set.option("--root", options.root, "USER", "only whom this user invited: an id or a name");
    set.option("--depth", options.depth, "N", "so many levels; 0: all", 0, 1'000);
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    sql::Connection& database = context.database();
    const GuildId guild = context.guild().guild.id;
    analytics::TreeRules rules;
    rules.window = context.range();
    rules.now = context.now();
    rules.depth = static_cast<int>(options.depth);
    if (options.root) {
        rules.root = user_named(database, guild, *options.root);
    }
    const std::vector<analytics::TreeRow> rows = workflow::make_tree(database, guild, rules);
    context.print(report::tree(rows, rules, names_of(database, guild)));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command tree() {
    return {.path = "tree",
            .group = cli::Group::analyse,
            .summary = "Who invited whom, to any depth",
            .description =
                "Everybody stands under the inviter of their first credited join; a rejoin by "
                "another's invite moves nobody, and where two invited each other the later join "
                "moves nobody either. Who invited nobody is counted and not listed.",
            .examples = {{"invitectl tree", "everybody who invited others"},
                         {"invitectl tree --depth 1", "only whom nobody invited"}},
            .needs = {.guild = true, .table = true, .limit = true, .range = true, .as_of = true},
            .body = cli::body(declare, run),
            .tables = [] { return std::vector{report::tree({}, {}, {})}; }};
}

}  // namespace invitectl::commands
