#include "invitectl/report/sources.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {
namespace {

std::vector<Column> source_columns() {
    return {
        column("source", "source", Type::text, "its name"),
        column("codes", "codes", Type::integer, "codes assigned to it now", Room::always, "codes"),
        column("active_codes",
               "active",
               Type::integer,
               "of these, codes that still work",
               Room::always,
               "codes"),
        column("joins", "joins", Type::integer, "joins credited to it", Room::always, "joins"),
        column("kind",
               "kind",
               Type::enumeration,
               "named, or one of the reserved ones: vanity, bot, none",
               Room::if_there),
        column("created_at", "created", Type::instant, "when it was made", Room::if_there),
        column("retired_at",
               "retired",
               Type::instant,
               "since when it is not used any more; empty: in use",
               Room::if_there),
        column("source_id", "source id", Type::id, "its identity", Room::machines),
    };
}

Row source_row(const SourceLine& line) {
    return {{line.source.name,
             line.codes,
             line.active_codes,
             line.joins,
             std::string(to_text(line.source.kind)),
             line.source.created_at,
             cell(line.source.retired_at),
             line.source.id}};
}

Table assignments_part(const std::vector<AssignmentLine>& assignments, const Names& names) {
    Table table;
    table.name = "assignments";
    table.title = "Decisions about its codes, in the order in which they were made";
    table.columns = {
        column("code", "code", Type::text, "the code decided about"),
        column("assigned_to", "assigned to", Type::text, "the source it went to"),
        column("from", "from", Type::instant, "since when; empty: for all history"),
        column("made_at", "decided", Type::instant, "when that was decided"),
        column("author", "by", Type::text, "who decided it", Room::if_there),
    };
    std::vector<Row> rows;
    for (const AssignmentLine& line : assignments) {
        rows.push_back({{line.code.text(),
                         source_text(line.source, names),
                         cell(line.from),
                         line.made_at,
                         text_cell(line.author)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no code was ever assigned to it";
    return table;
}

}  // namespace

Table sources(const std::vector<SourceLine>& lines) {
    Table table;
    table.name = "source list";
    table.identity = {"source_id"};
    table.title = "Sources";
    table.columns = source_columns();
    std::vector<Row> rows;
    for (const SourceLine& line : lines) {
        rows.push_back(source_row(line));
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no sources";
    return table;
}

Document source_show(const SourceLine& source,
                     const std::vector<AssignmentLine>& assignments,
                     const Names& names) {
    Table record;
    record.name = "source";
    record.title = "Source " + source.source.name;
    record.columns = source_columns();
    Document document;
    document.name = "source show";
    document.title = record.title;
    document.tables.push_back(record_table(std::move(record), source_row(source)));
    document.tables.push_back(assignments_part(assignments, names));
    return document;
}

}  // namespace invitectl::report
