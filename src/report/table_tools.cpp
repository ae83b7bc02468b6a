#include "invitectl/report/table_tools.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/report/description.hpp"

#include "column_lookup.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace invitectl::report {
namespace {

struct SortKey {
    std::size_t column;
    bool descending;
};

std::vector<SortKey> parse_order(const Table& table, std::string_view order) {
    std::vector<SortKey> keys;
    for (const std::string& part : split_list(order)) {
        const auto colon = part.find(':');
        const std::string direction = colon == std::string::npos ? "asc" : part.substr(colon + 1);
        if (direction != "asc" && direction != "desc") {
            throw Error(ErrorCode::bad_value,
                        "\"" + part + "\" is no order",
                        "it is a column, and :asc or :desc after it");
        }
        keys.push_back({index_of(table, part.substr(0, colon)), direction == "desc"});
    }
    return keys;
}

// Negative, 0 or positive. Empty cells come last whatever the direction.
int compare_cells(const Cell& a, const Cell& b, bool descending) {
    if (is_empty(a) || is_empty(b)) {
        return static_cast<int>(is_empty(a)) - static_cast<int>(is_empty(b));
    }
    if (a == b) {
        return 0;
    }
    return (a < b) != descending ? -1 : 1;
}

bool row_before(const Row& a, const Row& b, const std::vector<SortKey>& keys) {
    if (a.special || b.special) {
        return !a.special && b.special;
    }
    for (const SortKey& key : keys) {
        const int order = compare_cells(a.cells[key.column], b.cells[key.column], key.descending);
        if (order != 0) {
            return order < 0;
        }
    }
    return false;
}

// The columns of all parts in order of appearance, after one that names the part.
std::vector<Column> columns_after(const Document& document, Column naming) {
    std::vector<Column> columns = {std::move(naming)};
    for (Column& own : united_columns(document.name, document.tables)) {
        columns.push_back(std::move(own));
    }
    return columns;
}

// For each column of a part, its place among the united ones.
std::vector<std::size_t> places(const Table& table, const std::vector<Column>& united) {
    std::vector<std::size_t> indexes;
    for (const Column& own : table.columns) {
        const auto found = std::ranges::find(united, own.key, &Column::key);
        indexes.push_back(static_cast<std::size_t>(found - united.begin()));
    }
    return indexes;
}

}  // namespace

std::vector<Row> collect(const Table& table) {
    std::vector<Row> rows;
    for (Row row; table.rows(row);) {
        rows.push_back(std::move(row));
    }
    return rows;
}

Table select_columns(Table table, std::span<const std::string> keys) {
    std::vector<std::size_t> chosen;
    std::vector<Column> columns;
    for (const std::string& key : keys) {
        chosen.push_back(index_of(table, key));
        columns.push_back(table.columns[chosen.back()]);
        columns.back().room = Room::always;
    }
    table.columns = std::move(columns);
    table.rows = [source = std::move(table.rows), chosen, whole = Row{}](Row& row) mutable {
        if (!source(whole)) {
            return false;
        }
        row.special = whole.special;
        row.cells.clear();
        for (const std::size_t index : chosen) {
            row.cells.push_back(whole.cells.at(index));
        }
        return true;
    };
    return table;
}

Table sort_rows(Table table, std::string_view order) {
    const auto keys = parse_order(table, order);
    std::vector<Row> rows = collect(table);
    std::ranges::stable_sort(
        rows, [&keys](const Row& a, const Row& b) { return row_before(a, b, keys); });
    table.rows = rows_of(std::move(rows));
    return table;
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        std::string_view part = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        const auto begin = part.find_first_not_of(' ');
        if (begin != std::string_view::npos) {
            part = part.substr(begin, part.find_last_not_of(' ') - begin + 1);
            parts.emplace_back(part);
        }
    }
    return parts;
}

namespace {

void add_notes(Table& united, const Table& part) {
    for (const std::string& note : part.notes) {
        if (std::ranges::find(united.notes, note) == united.notes.end()) {
            united.notes.push_back(note);
        }
    }
}

// All parts in one table, each row with the name of its part in the first column.
Table unite(Document document, Column naming) {
    Table united;
    united.name = document.name;
    united.title = document.title;
    united.columns = columns_after(document, std::move(naming));

    struct State {
        std::vector<Table> tables;
        std::vector<std::vector<std::size_t>> places;
        std::size_t width;
        std::size_t current = 0;
    };
    auto state = std::make_shared<State>();
    state->width = united.columns.size();
    for (Table& table : document.tables) {
        state->places.push_back(places(table, united.columns));
        add_notes(united, table);
        state->tables.push_back(std::move(table));
    }
    united.rows = [state](Row& row) {
        for (Row own; state->current < state->tables.size(); ++state->current) {
            const Table& table = state->tables[state->current];
            if (!table.rows(own)) {
                continue;
            }
            row.special = own.special;
            row.cells.assign(state->width, Cell{});
            row.cells[0] = table.name;
            for (std::size_t i = 0; i < own.cells.size(); ++i) {
                row.cells[state->places[state->current][i]] = std::move(own.cells[i]);
            }
            return true;
        }
        return false;
    };
    return united;
}

}  // namespace

Table flatten(Document document) {
    return unite(
        std::move(document),
        column("section", "section", Type::enumeration, "the part of the report a row belongs to"));
}

void spare_empty_parts(Document& document) {
    std::erase_if(document.tables, [](Table& part) {
        if (!part.only_with_rows) {
            return false;
        }
        std::vector<Row> rows = collect(part);
        const bool empty = rows.empty();
        part.rows = rows_of(std::move(rows));
        return empty;
    });
}

Table of_all_guilds(std::vector<NamedTable> parts) {
    Document document;
    for (NamedTable& part : parts) {
        document.name = part.table.name;
        document.title = part.table.title;
        part.table.name = part.guild;
        document.tables.push_back(std::move(part.table));
    }
    const std::string empty = document.tables.front().empty_message;
    Table united = unite(std::move(document),
                         column("guild", "guild", Type::text, "the short name of the guild"));
    united.empty_message = empty;
    return united;
}

}  // namespace invitectl::report
