#include "invitectl/report/activity.hpp"

#include "invitectl/analytics/proportion.hpp"
#include "invitectl/base/time_text.hpp"

#include "cells.hpp"
#include "retention_parts.hpp"

#include <cmath>

namespace invitectl::report {
namespace {

using analytics::Active;
using analytics::ActivityRow;
using analytics::RowKind;

constexpr double kNothing = 1e-9;

std::string mark_of(const ActivityRow& row, const Active& at, std::int64_t min_joins) {
    if (row.counted() < kNothing) {
        return row.joins < kNothing ? "" : "unread";
    }
    if (at.decided() < kNothing) {
        return at.finished ? "" : "none";
    }
    if (!at.finished) {
        return "part";
    }
    return at.decided() + kNothing < static_cast<double>(min_joins) ? "few" : "";
}

std::vector<Column> day_columns(int n, std::int64_t min_joins) {
    const std::string key = "active_" + std::to_string(n);
    const std::string after = std::to_string(n) + " times 24 hours";
    return {
        share_column(key,
                     day_title(n),
                     "the joins whose members wrote at least once " + after +
                         " after joining or later; empty where there is none",
                     "of " + key + "_of"),
        column(key + "_of",
               "of",
               Type::real,
               "counted joins that lie " + after + " back; open ones by their probabilities",
               Room::if_there,
               "joins"),
        column(key + "_mark",
               "",
               Type::enumeration,
               "\"part\": not every join has reached that day; \"none\": nobody has; \"few\": "
               "fewer than " +
                   std::to_string(min_joins) + " joins; \"unread\": no join of the row is counted"),
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
        column(key + "_waiting",
               "waiting",
               Type::real,
               "of these, still members who have not written since and may yet",
               Room::machines,
               "joins"),
        column(key + "_unread",
               "unread",
               Type::real,
               "of these, silent as far as known, but messages of some of that time were not read",
               Room::machines,
               "joins"),
    };
}

void append_day_cells(const ActivityRow& row,
                      const Active& at,
                      std::int64_t min_joins,
                      std::vector<Cell>& cells) {
    const bool known = at.decided() > kNothing;
    const analytics::Interval interval = analytics::wilson(at.active, at.decided());
    cells.push_back(cell(at.share()));
    cells.emplace_back(at.decided());
    cells.push_back(text_cell(mark_of(row, at, min_joins)));
    cells.push_back(known ? Cell{interval.low} : Cell{});
    cells.push_back(known ? Cell{interval.high} : Cell{});
    cells.emplace_back(at.waiting);
    cells.emplace_back(at.unread);
}

std::vector<Cell> cells_of(const ActivityRow& row, const ActivityInput& input) {
    std::vector<Cell> cells =
        leading_cells(row.key, row.cohort, input.activity.rules, input.dictionaries, input.names);
    cells.emplace_back(row.joins);
    cells.emplace_back(row.uncounted);
    for (const Active& at : row.at) {
        append_day_cells(row, at, input.min_joins, cells);
    }
    return cells;
}

std::string count_text(double joins) {
    const auto whole = std::lround(joins);
    return std::to_string(whole) + (whole == 1 ? " join is" : " joins are");
}

// Since when messages are known, and what is left out for it.
std::string reading_note(const analytics::Activity& activity) {
    if (activity.known.since == Instant::max()) {
        return "No messages have been read, so no join counts. To read from now on who writes "
               "when, "
               "never what: invitectl settings set messages on";
    }
    std::string note = "Messages are read since " + format_compact(activity.known.since) + " UTC";
    if (activity.uncounted > kNothing) {
        note += ": " + count_text(activity.uncounted) + " not counted, from before that or of bots";
    }
    return note + ".";
}

std::vector<std::string> notes_of(const ActivityInput& input) {
    const analytics::Activity& activity = input.activity;
    std::vector<std::string> notes = {
        "day N: wrote at least once N times 24 hours after joining or later, and before joining "
        "again, among the counted joins that lie N days back. Whoever left has fallen silent; "
        "members who are silent may write yet, so that shares of young joins can rise.",
        "part: not every join of the row has reached that day. none: nobody has. few: fewer than " +
            std::to_string(input.min_joins) +
            " joins. Joins that are not certain count by their probabilities.",
        reading_note(activity)};
    for (const TimeRange& gap : activity.known.gaps) {
        if (gap.from < activity.rules.now) {
            notes.push_back("Not read: " + format_compact(gap.from) + " to " +
                            format_compact(gap.until) +
                            " UTC. Who wrote only then counts as silent.");
        }
    }
    if (activity.known.since != Instant::max()) {
        notes.push_back(window_note(activity.rules.window, activity.rules.now));
    }
    return notes;
}

}  // namespace

Table activity(const ActivityInput& input) {
    const analytics::RetentionRules& rules = input.activity.rules;
    Table table = cohort_table("retention_activity", "Who still writes", rules);
    table.columns.push_back(column("uncounted",
                                   "uncounted",
                                   Type::real,
                                   "of these, joins from before messages were read, and of bots",
                                   Room::always,
                                   "joins"));
    for (const int n : rules.days) {
        append(table.columns, day_columns(n, input.min_joins));
    }
    const std::size_t left_out = fill_rows(
        table, input.activity.rows, input.limit, rules.axis.has_value(), [&](const auto& row) {
            return cells_of(row, input);
        });
    table.notes = notes_of(input);
    note_left_out(left_out, table);
    table.empty_message = "no joins in this time";
    return table;
}

RetentionInput as_retention(const ActivityInput& input) {
    RetentionInput same{.retention = {.rules = input.activity.rules, .rows = {}, .joins = 0},
                        .dictionaries = input.dictionaries,
                        .names = input.names,
                        .min_joins = input.min_joins,
                        .limit = input.limit};
    for (const ActivityRow& row : input.activity.rows) {
        analytics::RetentionRow& made = same.retention.rows.emplace_back();
        made.key = row.key;
        made.cohort = row.cohort;
        made.joins = row.counted();
        for (const Active& at : row.at) {
            made.at.push_back(
                {.kept = at.active, .lost = at.silent, .unsure = 0, .finished = at.finished});
        }
    }
    return same;
}

}  // namespace invitectl::report
