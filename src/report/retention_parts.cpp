#include "retention_parts.hpp"

#include "invitectl/base/time_text.hpp"

#include "cells.hpp"
#include "group_names.hpp"

#include <utility>

namespace invitectl::report {

using analytics::RetentionRules;
using analytics::RowKey;
using analytics::RowKind;

namespace {

std::vector<Column> leading_columns(const RetentionRules& rules) {
    std::vector<Column> columns;
    if (rules.axis) {
        append(columns, naming_columns(*rules.axis));
    }
    if (rules.cohort) {
        const std::string word(to_text(*rules.cohort));
        columns.push_back(column(word, word, Type::text, "the " + word + " in which they joined"));
    }
    columns.push_back(column("joins",
                             "joins",
                             Type::real,
                             "joins of the row, open ones by their probabilities",
                             Room::always,
                             "joins"));
    return columns;
}

}  // namespace

void append(std::vector<Column>& columns, std::vector<Column> more) {
    for (Column& column : more) {
        columns.push_back(std::move(column));
    }
}

bool GroupLimit::shows(const RowKey& key) {
    if (key.kind != RowKind::group || limit_ == 0) {
        return true;
    }
    if (shown_.size() < limit_) {
        shown_.insert(key);
    }
    return shown_.contains(key);
}

Table cohort_table(std::string name, std::string title, const RetentionRules& rules) {
    Table table;
    table.name = std::move(name);
    table.title = title_of(std::move(title), rules.axis);
    if (rules.cohort) {
        table.title += rules.axis ? " and " : " by ";
        table.title += to_text(*rules.cohort);
    }
    table.columns = leading_columns(rules);
    if (rules.axis) {
        table.identity = {identity_key(*rules.axis)};
    }
    if (rules.cohort) {
        table.identity.emplace_back(to_text(*rules.cohort));
    }
    return table;
}

std::vector<Cell> leading_cells(const RowKey& key,
                                const std::optional<std::chrono::sys_days>& cohort,
                                const RetentionRules& rules,
                                const analytics::Dictionaries& dictionaries,
                                const Names& names) {
    std::vector<Cell> cells;
    if (rules.axis) {
        cells = naming_cells(key, *rules.axis, dictionaries, names);
    }
    if (rules.cohort) {
        cells.push_back(text_cell(cohort_text(*cohort, *rules.cohort)));
    }
    return cells;
}

std::string day_title(int n) {
    return "day " + std::to_string(n);
}

std::string title_of(std::string what, const std::optional<analytics::Axis>& axis) {
    return axis ? what + " by " + std::string(to_text(*axis)) : what;
}

std::string window_note(const TimeRange& window, Instant now) {
    std::string when = "As of " + format_compact(now) + " UTC";
    if (window.from != Instant::min()) {
        when += ", joins from " + format_compact(window.from) + " UTC";
    }
    if (window.until != Instant::max() && window.until <= now) {
        when += ", joins before " + format_compact(window.until) + " UTC";
    }
    return when + ".";
}

void note_left_out(std::size_t groups, Table& table) {
    if (groups > 0) {
        table.notes.push_back(std::to_string(groups) + " more; --limit 0 shows all.");
    }
}

}  // namespace invitectl::report
