// Cells from the program's values; absent ones give empty cells.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/report/table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace invitectl::report {

template <class Tag>
Cell cell(Id<Tag> id) {
    return id.value;
}

template <class Tag>
Cell cell(const std::optional<Id<Tag>>& id) {
    return id ? Cell{id->value} : Cell{};
}

template <class Value>
Cell cell(const std::optional<Value>& value) {
    return value ? Cell{*value} : Cell{};
}

// A word or name; an empty one is nothing.
inline Cell text_cell(std::string_view text) {
    return text.empty() ? Cell{} : Cell{std::string(text)};
}

// 0 stands for "no limit" in Discord's terms.
inline Cell limit_cell(std::int64_t limit) {
    return limit == 0 ? Cell{} : Cell{limit};
}

// A table of one row that people read as a list.
inline Table record_table(Table table, Row row) {
    for (Column& column : table.columns) {
        column.room = Room::always;
    }
    table.record = true;
    std::vector<Row> rows;
    rows.push_back(std::move(row));
    table.rows = rows_of(std::move(rows));
    return table;
}

}  // namespace invitectl::report
