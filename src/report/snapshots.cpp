#include "invitectl/report/snapshots.hpp"

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

Table changes_part(const std::vector<UseChangeLine>& changes) {
    Table table;
    table.name = "changes";
    table.title = "Counters that had moved";
    table.columns = {
        column("code", "code", Type::text, "whose counter it is"),
        column("before",
               "before",
               Type::integer,
               "counter in the reading before",
               Room::always,
               "uses"),
        column("after", "after", Type::integer, "counter in this reading", Room::always, "uses"),
        column("change", "change", Type::integer, "by how much it moved", Room::always, "uses"),
        column("epoch", "epoch", Type::integer, "which life of the code", Room::if_there),
    };
    std::vector<Row> rows;
    for (const UseChangeLine& change : changes) {
        rows.push_back({{change.code.text(),
                         change.before,
                         change.after,
                         change.after - change.before,
                         std::int64_t{change.epoch}}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "none";
    return table;
}

}  // namespace

Table snapshots(const std::vector<SnapshotLine>& lines) {
    Table table;
    table.name = "snapshot list";
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

Document snapshot_show(const SnapshotLine& line, const std::vector<UseChangeLine>& changes) {
    Table record;
    record.name = "snapshot";
    record.title = "Reading " + std::to_string(line.reading.number) + " of " +
                   std::string(to_text(line.reading.stream));
    record.columns = snapshot_columns();
    Document document;
    document.name = "snapshot show";
    document.title = record.title;
    document.tables.push_back(record_table(std::move(record), snapshot_row(line)));
    document.tables.push_back(changes_part(changes));
    return document;
}

}  // namespace invitectl::report
