#include "invitectl/report/retention.hpp"

#include "invitectl/analytics/proportion.hpp"
#include "invitectl/base/time_text.hpp"

#include "cells.hpp"
#include "group_names.hpp"
#include "retention_parts.hpp"

namespace invitectl::report {
namespace {

using analytics::Retained;
using analytics::RetentionRow;
using analytics::RowKind;

constexpr double kNothing = 1e-9;

std::string mark_of(const Retained& at, std::int64_t min_joins) {
    if (at.decided() < kNothing) {
        return at.finished ? "" : "none";
    }
    if (!at.finished) {
        return "part";
    }
    return at.decided() + kNothing < static_cast<double>(min_joins) ? "few" : "";
}

std::vector<Column> day_columns(int n, std::int64_t min_joins) {
    const std::string key = "day_" + std::to_string(n);
    const std::string stayed = std::to_string(n) + " times 24 hours";
    return {
        share_column(key,
                     day_title(n),
                     "the joins that were still members " + stayed +
                         " after joining; empty where there is none",
                     "of " + key + "_of"),
        column(key + "_of",
               "of",
               Type::real,
               "joins that lie " + stayed +
                   " back and whose fate by then is known; open ones by their probabilities",
               Room::if_there,
               "joins"),
        column(key + "_mark",
               "",
               Type::enumeration,
               "\"part\": not every join has reached that day; \"none\": nobody has; \"few\": "
               "fewer than " +
                   std::to_string(min_joins) + " joins"),
        share_column(key + "_low",
                     "from",
                     "lower end of the 95 % interval of the share (Wilson)",
                     "of " + key + "_of",
                     Room::machines),
        share_column(key + "_high",
                     "to",
                     "upper end of the 95 % interval of the share (Wilson)",
                     "of " + key + "_of",
                     Room::machines),
        column(key + "_unsure",
               "unsure",
               Type::real,
               "joins of that age that ended at a time known too roughly to say",
               Room::machines,
               "joins"),
    };
}

void append_day_cells(const Retained& at, std::int64_t min_joins, std::vector<Cell>& cells) {
    const bool known = at.decided() > kNothing;
    const analytics::Interval interval = analytics::wilson(at.kept, at.decided());
    cells.push_back(cell(at.share()));
    cells.emplace_back(at.decided());
    cells.push_back(text_cell(mark_of(at, min_joins)));
    cells.push_back(known ? Cell{interval.low} : Cell{});
    cells.push_back(known ? Cell{interval.high} : Cell{});
    cells.emplace_back(at.unsure);
}

std::vector<std::string> retention_notes(const RetentionInput& input) {
    const analytics::RetentionRules& rules = input.retention.rules;
    return {
        "day N: still a member N times 24 hours after joining, among the joins that lie N days "
        "back and whose fate is known. A rejoin is a join of its own.",
        "part: not every join of the row has reached that day. none: nobody has. few: fewer "
        "than " +
            std::to_string(input.min_joins) +
            " joins. Joins that are not certain count by their probabilities.",
        window_note(rules.window, rules.now)};
}

std::vector<Cell> cells_of(const RetentionRow& row, const RetentionInput& input) {
    const analytics::RetentionRules& rules = input.retention.rules;
    std::vector<Cell> cells =
        leading_cells(row.key, row.cohort, rules, input.dictionaries, input.names);
    cells.emplace_back(row.joins);
    for (const Retained& at : row.at) {
        append_day_cells(at, input.min_joins, cells);
    }
    return cells;
}

}  // namespace

Table retention(const RetentionInput& input) {
    const analytics::RetentionRules& rules = input.retention.rules;
    Table table = cohort_table("retention", "Who stays", rules);
    for (const int n : rules.days) {
        append(table.columns, day_columns(n, input.min_joins));
    }
    const std::size_t left_out = fill_rows(
        table, input.retention.rows, input.limit, rules.axis.has_value(), [&](const auto& row) {
            return cells_of(row, input);
        });
    table.notes = retention_notes(input);
    note_left_out(left_out, table);
    table.empty_message = "no joins in this time";
    return table;
}

Table retention_curve(const CurveInput& input) {
    Table table;
    table.name = "retention_curve";
    table.title = title_of("How long people stay", input.rules.axis);
    if (input.rules.axis) {
        table.columns = naming_columns(*input.rules.axis);
        table.identity = {identity_key(*input.rules.axis)};
    }
    table.identity.emplace_back("day");
    append(
        table.columns,
        {column("day", "day", Type::integer, "days since joining", Room::always, "days"),
         share_column("still_there",
                      "still there",
                      "estimate of the joins still members after so many days; empty where nobody "
                      "has been seen that long",
                      "of joins"),
         share_column("low", "from", "lower end of the 95 % band", "of joins"),
         share_column("high", "to", "upper end of the 95 % band", "of joins"),
         column("joins",
                "joins",
                Type::real,
                "joins the estimate rests on, open ones by their probabilities",
                Room::always,
                "joins")});
    GroupLimit limit(input.limit);
    std::size_t left_out = 0;
    std::vector<Row> rows;
    for (const analytics::GroupStays& group : input.groups) {
        if (!limit.shows(group.key)) {
            ++left_out;
            continue;
        }
        const analytics::SurvivalCurve curve(group.stays);
        for (const int day : input.days) {
            const auto at = curve.at(day);
            Row row;
            row.special = input.rules.axis && group.key.kind != RowKind::group;
            if (input.rules.axis) {
                row.cells =
                    naming_cells(group.key, *input.rules.axis, input.dictionaries, input.names);
            }
            row.cells.emplace_back(std::int64_t{day});
            row.cells.push_back(at ? Cell{at->share} : Cell{});
            row.cells.push_back(at ? cell(at->low) : Cell{});
            row.cells.push_back(at ? cell(at->high) : Cell{});
            row.cells.emplace_back(group.joins);
            rows.push_back(std::move(row));
        }
    }
    table.rows = rows_of(std::move(rows));
    table.notes = {
        "Estimated from all joins, those too who joined lately; leaves known as an "
        "interval only are shared out over it as all others make likely (Turnbull; "
        "Kaplan-Meier where every leave is exact).",
        window_note(input.rules.window, input.rules.now)};
    note_left_out(left_out, table);
    table.empty_message = "no joins in this time";
    return table;
}

}  // namespace invitectl::report
