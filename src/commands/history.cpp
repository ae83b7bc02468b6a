// history | undo: what was decided, and taking it back.
#include "invitectl/base/error.hpp"
#include "invitectl/report/journal.hpp"
#include "invitectl/workflow/undo.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

namespace invitectl::commands {
namespace {

cli::ExitStatus run_history(cli::Context& context) {
    const std::size_t limit = context.rows_wanted();
    std::vector<report::JournalLine> lines;
    for (const store::JournalEntry& entry :
         store::recent_journal(context.database(),
                               context.guild().guild.id,
                               limit == 0 ? -1 : static_cast<int>(limit))) {
        lines.push_back({entry.id,
                         entry.at,
                         entry.author,
                         entry.action,
                         entry.subject,
                         entry.detail,
                         entry.undoes,
                         entry.undone_by});
    }
    context.print(report::history(lines));
    return cli::ExitStatus::ok;
}

struct UndoOptions {
    std::optional<std::string> entry;
};

void declare_undo(cli::OptionSet& set, UndoOptions& options) {
    set.positional("ENTRY", options.entry, "its number in the history")
        .fallback("the latest that holds");
}

std::optional<store::EntryId> entry_of(const UndoOptions& options) {
    if (!options.entry) {
        return {};
    }
    const auto number = parse_snowflake(*options.entry);  // digits only, above 0
    if (!number) {
        throw Error(ErrorCode::bad_value,
                    "\"" + *options.entry + "\" is no entry of the history",
                    "entries are numbers: 1, 2, 3 …",
                    "invitectl history");
    }
    return number;
}

cli::ExitStatus run_undo(const UndoOptions& options, cli::Context& context) {
    const workflow::Undone undone = workflow::undo(
        context.database(), context.guild().guild.id, entry_of(options), author_of(context));
    const store::JournalEntry& entry = undone.entry;
    std::string line = "Entry " + std::to_string(entry.id) + " (" + entry.action + " " +
                       entry.subject + (entry.detail.empty() ? "" : " " + entry.detail) + ") " +
                       (undone.holds_again ? "holds again" : "is taken back") + "; " +
                       counted(undone.joins, "join") + (undone.joins == 1 ? " has" : " have") +
                       " another answer now.";
    if (undone.reopened > 0) {
        line += " " + counted(undone.reopened, "join") + (undone.reopened == 1 ? " is" : " are") +
                " to be worked out anew, by the next sync or: invitectl reconcile";
    }
    context.tell(line);
    if (entry.action == "invite create") {
        context.tell("The invite itself is at Discord as before; invitectl invite delete " +
                     entry.subject + " deletes it.");
    }
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command history() {
    return {.path = "history",
            .group = cli::Group::joins,
            .summary = "What was decided, by whom, and what was taken back",
            .description = {},
            .examples = {{"invitectl history", "the latest decisions"},
                         {"invitectl history --limit 0 --format csv", "all of them, for a file"}},
            .needs = {.guild = true, .table = true, .limit = true},
            .body = cli::body(run_history),
            .tables = [] { return std::vector{report::history({})}; }};
}

cli::Command undo() {
    return {
        .path = "undo",
        .group = cli::Group::joins,
        .summary = "Take a decision back",
        .description =
            "The latest that holds, or the one of that number; in any order. Undoing an undoing "
            "brings the decision back. What happened at Discord cannot be taken back.",
        .examples = {{"invitectl undo --dry-run", "what would be taken back"},
                     {"invitectl undo", "the latest decision"}},
        .needs = {.guild = true},
        .changes = true,
        .body = cli::body(declare_undo, run_undo)};
}

}  // namespace invitectl::commands
