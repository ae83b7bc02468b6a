#include "invitectl/report/runs.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {
namespace {

std::vector<Column> run_columns() {
    return {
        column("run", "run", Type::id, "its number"),
        column("began", "began", Type::instant, "when it began, by the clock of its machine"),
        column("took",
               "took",
               Type::duration,
               "how long it took; empty: not ended",
               Room::always,
               "s"),
        column("outcome", "outcome", Type::enumeration, "ok, partial, failed or running"),
        column("command", "command", Type::text, "what was run"),
        column("guild", "guild", Type::text, "which guild it was about", Room::if_there),
        column("detail", "detail", Type::text, "what failed or was skipped"),
        column("ended", "ended", Type::instant, "when it ended", Room::machines),
        column("host", "host", Type::text, "the machine", Room::machines),
        column("pid", "process", Type::integer, "the process there", Room::machines),
    };
}

Row run_row(const RunLine& line) {
    return {{line.id,
             line.began,
             line.ended ? Cell{*line.ended - line.began} : Cell{},
             line.outcome,
             line.command,
             text_cell(line.guild),
             text_cell(line.detail),
             cell(line.ended),
             text_cell(line.host),
             line.pid}};
}

}  // namespace

Table runs(const std::vector<RunLine>& lines) {
    Table table;
    table.name = "run list";
    table.identity = {"run"};
    table.title = "Runs";
    table.columns = run_columns();
    std::vector<Row> rows;
    for (const RunLine& line : lines) {
        rows.push_back(run_row(line));
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no runs yet";
    return table;
}

Table run_show(const RunLine& line) {
    Table table;
    table.name = "run show";
    table.title = "Run " + std::to_string(line.id);
    table.columns = run_columns();
    return record_table(std::move(table), run_row(line));
}

}  // namespace invitectl::report
