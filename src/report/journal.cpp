#include "invitectl/report/journal.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {

Table history(const std::vector<JournalLine>& lines) {
    Table table;
    table.name = "history";
    table.identity = {"entry"};
    table.title = "Decisions, the latest first";
    table.columns = {
        column("entry", "entry", Type::id, "its number, as undo takes it"),
        column("at", "when", Type::instant, "when it was decided"),
        column("author", "who", Type::text, "the login name of who decided", Room::if_there),
        column("action", "what", Type::text, "the command"),
        column("subject", "about", Type::text, "what it was done to"),
        column("detail", "how", Type::text, "the particulars", Room::if_there),
        column("undone_by", "undone by", Type::id, "the entry that took it back; empty: it holds"),
        column("undoes", "undoes", Type::id, "the entry that it takes back", Room::machines),
    };
    std::vector<Row> rows;
    for (const JournalLine& line : lines) {
        rows.push_back({{line.entry,
                         line.at,
                         text_cell(line.author),
                         line.action,
                         text_cell(line.subject),
                         text_cell(line.detail),
                         cell(line.undone_by),
                         cell(line.undoes)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "nothing was ever decided";
    return table;
}

}  // namespace invitectl::report
