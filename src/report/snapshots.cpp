#include "invitectl/report/snapshots.hpp"

#include "invitectl/base/time_text.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {
namespace {

std::vector<Column> snapshot_columns() {
    return {
        column("reading", "reading", Type::integer, "number of the reading in its stream"),
        column("stream", "counter", Type::enumeration, "invites, or vanity: the server's own URL"),
        column("ended", "read", Type::instant, "when the answer had arrived"),
        column("codes", "codes", Type::integer, "codes listed", Room::always, "codes"),
        column("uses", "uses", Type::integer, "sum of their counters", Room::always, "uses"),
        column("new_uses",
               "new uses",
               Type::integer,
               "by how much the counters had risen since the reading before",
               Room::always,
               "uses"),
        column("moved_codes",
               "moved",
               Type::integer,
               "codes whose counter had moved",
               Room::if_there,
               "codes"),
        column("came", "came", Type::integer, "codes not listed before", Room::if_there, "codes"),
        column("went", "went", Type::integer, "codes no longer listed", Room::if_there, "codes"),
        column("quiet",
               "quiet",
               Type::boolean,
               "nothing had changed; this row moves with every further quiet reading",
               Room::if_there),
        column("began", "began", Type::instant, "when the request began", Room::machines),
    };
}

Row snapshot_row(const SnapshotLine& line) {
    return {{line.reading.number,
             std::string(to_text(line.reading.stream)),
             line.reading.bracket.ended,
             line.codes,
             line.uses,
             line.new_uses,
             line.moved_codes,
             line.came,
             line.went,
             line.quiet,
             line.reading.bracket.began}};
}

std::string kind_of(const CodeChangeLine& change) {
    if (!change.before) {
        return "came";
    }
    return change.after ? "moved" : "went";
}

Table changes_table(const std::vector<CodeChangeLine>& changes) {
    Table table;
    table.columns = {
        column("code", "code", Type::text, "whose counter it is"),
        column("kind", "kind", Type::enumeration, "moved, came (listed anew) or went"),
        column("before",
               "before",
               Type::integer,
               "counter in the earlier reading; empty: not listed",
               Room::always,
               "uses"),
        column("after",
               "after",
               Type::integer,
               "counter in the later reading; empty: no longer listed",
               Room::always,
               "uses"),
        column("change",
               "change",
               Type::integer,
               "by how much it moved; of a code that came, its whole counter",
               Room::always,
               "uses"),
        column("epoch", "epoch", Type::integer, "which life of the code", Room::if_there),
    };
    std::vector<Row> rows;
    for (const CodeChangeLine& change : changes) {
        rows.push_back({{change.code.text(),
                         kind_of(change),
                         cell(change.before),
                         cell(change.after),
                         change.after ? Cell{*change.after - change.before.value_or(0)} : Cell{},
                         std::int64_t{change.epoch}}});
    }
    table.rows = rows_of(std::move(rows));
    table.identity = {"code", "epoch"};
    return table;
}

}  // namespace

Table snapshots(const std::vector<SnapshotLine>& lines) {
    Table table;
    table.name = "snapshot list";
    table.identity = {"reading"};
    table.title = "Readings";
    table.columns = snapshot_columns();
    std::vector<Row> rows;
    for (const SnapshotLine& line : lines) {
        rows.push_back(snapshot_row(line));
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {"A run of readings without news keeps its first and its latest."};
    table.empty_message = "no readings yet";
    return table;
}

Document snapshot_show(const SnapshotLine& line, const std::vector<CodeChangeLine>& changes) {
    Table moved = changes_table(changes);
    moved.name = "changes";
    moved.title = "Changes since the reading before";
    moved.empty_message = "none";
    Table record;
    record.name = "snapshot";
    record.title = "Reading " + std::to_string(line.reading.number) + " of " +
                   std::string(to_text(line.reading.stream));
    record.columns = snapshot_columns();
    Document document;
    document.name = "snapshot show";
    document.title = record.title;
    document.tables.push_back(record_table(std::move(record), snapshot_row(line)));
    document.tables.push_back(std::move(moved));
    return document;
}

Table snapshot_diff(const Reading& before,
                    const Reading& after,
                    const std::vector<CodeChangeLine>& changes) {
    Table table = changes_table(changes);
    table.name = "snapshot diff";
    table.title = "From reading " + std::to_string(before.number) + " to reading " +
                  std::to_string(after.number);
    table.notes = {"The counters of " + std::string(to_text(after.stream)) + ", from " +
                   format_compact(before.bracket.ended) + " to " +
                   format_compact(after.bracket.ended) + " UTC."};
    table.empty_message = "no difference";
    return table;
}

}  // namespace invitectl::report
