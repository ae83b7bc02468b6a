// explain: what tables and their columns mean. Opens nothing.
#include "invitectl/cli/context.hpp"
#include "invitectl/cli/described.hpp"

#include "commands/all.hpp"

namespace invitectl::commands {
namespace {

struct Options {
    std::vector<std::string> words;
};

void declare(cli::OptionSet& set, Options& options) {
    set.positional("TABLE[.COLUMN]", options.words, "a command that prints a table, or a column");
}

cli::ExitStatus run(const Options& options, cli::Context& context) {
    const auto known = cli::described(context.commands());
    std::string asked;
    for (const std::string& word : options.words) {
        asked += (asked.empty() ? "" : " ") + word;
    }
    context.print(asked.empty() ? report::list_tables(known) : report::explain(known, asked), 0);
    return cli::ExitStatus::ok;
}

std::vector<report::Table> tables() {
    return {report::list_tables({}), report::describe_columns("", {})};
}

}  // namespace

cli::Command explain() {
    return {.path = "explain",
            .group = cli::Group::self,
            .summary = "What the columns of a table mean",
            .description =
                "Every column of every command's output: its type, what it counts, what it says. "
                "Needs no database and no network. `joins` means the table of joins; the name of a "
                "column alone finds it in every table.",
            .examples = {{"invitectl explain leaderboard", "all columns of a table"},
                         {"invitectl explain joins.verdict", "one column"},
                         {"invitectl explain kept_share", "wherever there is such a column"}},
            .needs = {.table = true},
            .body = cli::body(declare, run),
            .tables = tables};
}

}  // namespace invitectl::commands
