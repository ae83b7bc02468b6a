#include "invitectl/report/description.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"

#include "cells.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::report {
namespace {

std::string room_text(const Column& column) {
    switch (column.room) {
        case Room::always:
            return "always";
        case Room::if_there:
            return "where there is room";
        case Room::machines:
            break;
    }
    return "when asked for";
}

std::vector<Column> description_columns() {
    return {
        column("table", "table", Type::text, "the command that prints it", Room::machines),
        column("key", "key", Type::text, "the name for --columns, --sort, --where and --json"),
        column("type", "type", Type::enumeration, "what its values are"),
        column("unit",
               "unit",
               Type::text,
               "what they count, or what a share is a share of",
               Room::if_there),
        column("shown", "shown", Type::text, "when a text table has it", Room::if_there),
        sentences("definition", "definition", "what a value says"),
    };
}

Row description_row(const std::string& table, const Column& own) {
    return {{table,
             own.key,
             std::string(to_text(own.type)),
             text_cell(own.unit),
             room_text(own),
             own.definition}};
}

// "joins" means the tables of "join …": the list of them, else whichever comes first.
const Described* of_noun(std::span<const Described> tables, std::string_view noun) {
    const Described* first = nullptr;
    const std::string singular(noun.ends_with('s') ? noun.substr(0, noun.size() - 1) : noun);
    for (const Described& table : tables) {
        if (table.name == singular + " list") {
            return &table;
        }
        const bool belongs = table.name.starts_with(singular + " ");
        first = first == nullptr && belongs ? &table : first;
    }
    return first;
}

const Described* find_table(std::span<const Described> tables, std::string_view name) {
    const auto found = std::ranges::find(tables, name, &Described::name);
    return found != tables.end() ? &*found : of_noun(tables, name);
}

// The columns of one key, in all these tables.
std::vector<Row> rows_about(std::span<const Described> tables, std::string_view key) {
    std::vector<Row> rows;
    for (const Described& table : tables) {
        for (const Column& own : united_columns(table.name, table.shapes)) {
            if (own.key == key) {
                rows.push_back(description_row(table.name, own));
            }
        }
    }
    return rows;
}

// One column reads as a list; those of several tables are a row each.
Table describe_field(std::string_view key, std::vector<Row> rows) {
    Table description;
    description.name = "explain";
    description.columns = description_columns();
    if (rows.size() == 1) {
        return record_table(std::move(description), std::move(rows.front()));
    }
    description.title = "Columns called " + std::string(key);
    description.columns.front().room = Room::always;
    description.rows = rows_of(std::move(rows));
    return description;
}

std::vector<std::string> field_names(std::span<const Described> tables) {
    std::vector<std::string> names;
    for (const Described& table : tables) {
        for (const Column& own : united_columns(table.name, table.shapes)) {
            names.push_back(own.key);
        }
    }
    return names;
}

Error unknown(std::span<const Described> tables, std::string_view words) {
    std::vector<std::string> names = field_names(tables);
    for (const Described& table : tables) {
        names.push_back(table.name);
    }
    const auto near = nearest(words, names);
    return {ErrorCode::not_found,
            "there is no table or column \"" + std::string(words) + "\"",
            near ? "did you mean \"" + *near + "\"?" : "",
            "invitectl explain"};
}

Error unknown_column(const Described& table, std::string_view key) {
    const auto near = nearest(key, field_names({&table, 1}));
    return {ErrorCode::not_found,
            "there is no column \"" + std::string(key) + "\" in " + table.name,
            near ? "did you mean \"" + *near + "\"?" : "",
            "invitectl explain " + table.name};
}

}  // namespace

std::vector<Column> united_columns(std::string_view name, std::span<const Table> shapes) {
    std::vector<Column> columns;
    for (const Table& shape : shapes) {
        for (const Column& own : shape.columns) {
            const auto found = std::ranges::find(columns, own.key, &Column::key);
            if (found == columns.end()) {
                columns.push_back(own);
            } else if (found->type != own.type) {
                throw Error(ErrorCode::internal,
                            "two parts of " + std::string(name) + " give column " + own.key +
                                " different types");
            }
        }
    }
    return columns;
}

Table describe_columns(const std::string& name, std::span<const Column> columns) {
    Table description;
    description.name = "explain";
    description.title = "Columns of " + name;
    description.columns = description_columns();
    std::vector<Row> rows;
    for (const Column& own : columns) {
        rows.push_back(description_row(name, own));
    }
    description.rows = rows_of(std::move(rows));
    description.empty_message = "no columns";
    return description;
}

Table list_tables(std::span<const Described> tables) {
    Table list;
    list.name = "explain";
    list.title = "What can be explained";
    list.columns = {
        column("table", "table", Type::text, "the command that prints it"),
        column("columns", "columns", Type::integer, "how many it has", Room::always, "columns"),
        sentences("summary", "what it is for", "what the command is for"),
    };
    std::vector<Row> rows;
    for (const Described& table : tables) {
        const auto count = united_columns(table.name, table.shapes).size();
        rows.push_back({{table.name, static_cast<std::int64_t>(count), table.summary}});
    }
    list.rows = rows_of(std::move(rows));
    list.notes = {
        "invitectl explain TABLE tells what its columns mean, invitectl explain TABLE.COLUMN one "
        "of them."};
    list.empty_message = "no tables";
    return list;
}

Table explain(std::span<const Described> tables, std::string_view words) {
    if (const Described* table = find_table(tables, words)) {
        return describe_columns(table->name, united_columns(table->name, table->shapes));
    }
    const auto dot = words.rfind('.');
    if (dot == std::string_view::npos) {
        std::vector<Row> rows = rows_about(tables, words);
        if (rows.empty()) {
            throw unknown(tables, words);
        }
        return describe_field(words, std::move(rows));
    }
    const Described* table = find_table(tables, words.substr(0, dot));
    if (table == nullptr) {
        throw unknown(tables, words.substr(0, dot));
    }
    const std::string_view key = words.substr(dot + 1);
    std::vector<Row> rows = rows_about({table, 1}, key);
    if (rows.empty()) {
        throw unknown_column(*table, key);
    }
    return describe_field(key, std::move(rows));
}

}  // namespace invitectl::report
