// JSON: an array of flat objects, one a line, so that it can be read whole or line by line.
//
// Ids are strings (JavaScript rounds numbers beyond 2^53), times RFC 3339 in UTC, durations whole
// seconds, empty cells null. Unsafe characters are written as \uXXXX, so that `cat` is harmless.
#include "cell_text.hpp"
#include "formats.hpp"

#include <ostream>
#include <string>
#include <vector>

namespace invitectl::render {
namespace {

// `"key":` of every column, made once.
std::vector<std::string> key_texts(const report::Table& table) {
    std::vector<std::string> keys;
    for (const report::Column& column : table.columns) {
        keys.push_back((keys.empty() ? "" : ",") + json_string(column.key) + ":");
    }
    return keys;
}

void append_value(std::string& out, const report::Cell& cell, const report::Column& column) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        append_json_string(out, *text);
        return;
    }
    const bool quoted = column.type == report::Type::id || std::holds_alternative<Instant>(cell);
    const std::size_t begin = out.size();
    append_machine_text(out, cell);
    if (out.size() == begin) {
        out += "null";
    } else if (quoted) {
        out.insert(begin, 1, '"');
        out += '"';
    }
}

void append_object(std::string& out,
                   const report::Table& table,
                   const std::vector<std::string>& keys,
                   const report::Row& row) {
    out += '{';
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        out += keys[i];
        append_value(out, row.cells[i], table.columns[i]);
    }
    out += '}';
}

}  // namespace

void render_json(const report::Table& table, std::ostream& out) {
    const auto keys = key_texts(table);
    bool any = false;
    std::string line = "[";
    for (report::Row row; table.rows(row);) {
        line += any ? ",\n" : "\n";
        append_object(line, table, keys, row);
        out << line;
        line.clear();
        any = true;
    }
    out << line << (any ? "\n]\n" : "]\n");
}

void render_ndjson(const report::Table& table, std::ostream& out) {
    const auto keys = key_texts(table);
    std::string line;  // one write a row
    for (report::Row row; table.rows(row);) {
        line.clear();
        append_object(line, table, keys, row);
        line += '\n';
        out << line;
    }
}

}  // namespace invitectl::render
