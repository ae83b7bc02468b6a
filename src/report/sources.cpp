#include "invitectl/report/sources.hpp"

#include "invitectl/analytics/costs.hpp"

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
        column("retained",
               "retained",
               Type::integer,
               "of the joins, members who stayed as long as the setting retain_days asks",
               Room::if_there,
               "joins"),
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
        column("cost", "cost", Type::real, "what was spent on it", Room::if_there),
        column("cost_per_join",
               "per join",
               Type::real,
               "the cost divided by the joins",
               Room::if_there),
        column("cost_per_retained",
               "per kept",
               Type::real,
               "the cost divided by the members who stayed",
               Room::if_there),
        person_column("owner",
                      "owner",
                      "who is credited for its codes, instead of who made them",
                      "owner_id",
                      Room::machines),
        column("tags", "tags", Type::text, "its tags, with commas between", Room::machines),
        column("note", "note", Type::text, "a note", Room::machines),
        column("merged_into",
               "merged into",
               Type::text,
               "the source that everything of it counts to",
               Room::machines),
        person_id_column("owner_id", "owner id", "the identity of the owner"),
        column("source_id", "source id", Type::id, "its identity", Room::machines),
    };
}

// Whole amounts have two digits, which a real number keeps.
Cell money(std::optional<Hundredths> amount) {
    constexpr double kHundred = 100;
    return amount ? Cell{static_cast<double>(*amount) / kHundred} : Cell{};
}

Cell per_head(const SourceLine& line, std::int64_t people) {
    return line.cost ? money(analytics::per_head(*line.cost, people)) : Cell{};
}

std::string listed(const std::vector<std::string>& tags) {
    std::string text;
    for (const std::string& tag : tags) {
        text += (text.empty() ? "" : ",") + tag;
    }
    return text;
}

Row source_row(const SourceLine& line, const Names& names) {
    const Source& source = line.source;
    return {{source.name,
             line.codes,
             line.active_codes,
             line.joins,
             line.retained,
             std::string(to_text(source.kind)),
             source.created_at,
             cell(source.retired_at),
             money(line.cost),
             per_head(line, line.joins),
             per_head(line, line.retained),
             source.owner ? Cell{person_text(*source.owner, names)} : Cell{},
             text_cell(listed(source.tags)),
             text_cell(source.note),
             source.merged_into ? Cell{source_text(source.merged_into, names)} : Cell{},
             cell(source.owner),
             source.id}};
}

Cell bound(Instant t) {
    const bool open = t == Instant::min() || t == Instant::max();
    return open ? Cell{} : Cell{t};
}

Table costs_part(const std::vector<CostLine>& costs) {
    Table table;
    table.name = "costs";
    table.title = "Costs";
    table.columns = {
        column("amount", "amount", Type::real, "what was spent"),
        column("from", "from", Type::instant, "since when; empty: from the beginning"),
        column("until", "until", Type::instant, "until when; empty: without end"),
    };
    std::vector<Row> rows;
    for (const CostLine& line : costs) {
        rows.push_back({{money(line.amount), bound(line.over.from), bound(line.over.until)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no cost was ever given";
    return table;
}

}  // namespace

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

Table sources(const std::vector<SourceLine>& lines, const Names& names) {
    Table table;
    table.name = "source list";
    table.identity = {"source_id"};
    table.title = "Sources";
    table.columns = source_columns();
    std::vector<Row> rows;
    for (const SourceLine& line : lines) {
        rows.push_back(source_row(line, names));
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no sources";
    return table;
}

Document source_show(const SourceLine& source,
                     const std::vector<AssignmentLine>& assignments,
                     const std::vector<CostLine>& costs,
                     const Names& names) {
    Table record;
    record.name = "source";
    record.title = "Source " + source.source.name;
    record.columns = source_columns();
    Document document;
    document.name = "source show";
    document.title = record.title;
    document.tables.push_back(record_table(std::move(record), source_row(source, names)));
    document.tables.push_back(assignments_part(assignments, names));
    document.tables.push_back(costs_part(costs));
    return document;
}

}  // namespace invitectl::report
