// JSON: an array of flat objects, one a line, so that it can be read whole or line by line.
//
// Ids are strings (JavaScript rounds numbers beyond 2^53), times RFC 3339 in UTC, durations whole
// seconds, empty cells null. Unsafe characters are written as \uXXXX, so that `cat` is harmless.
#include "cell_text.hpp"
#include "formats.hpp"

#include <ostream>

namespace invitectl::render {
namespace {

std::string value_text(const report::Cell& cell, const report::Column& column) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return json_string(*text);
    }
    const std::string text = machine_text(cell);
    if (text.empty()) {
        return "null";
    }
    const bool string = column.type == report::Type::id || std::holds_alternative<Instant>(cell);
    return string ? json_string(text) : text;
}

void write_object(const report::Table& table, const report::Row& row, std::ostream& out) {
    out << '{';
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        out << (i == 0 ? "" : ",") << json_string(table.columns[i].key) << ':'
            << value_text(row.cells[i], table.columns[i]);
    }
    out << '}';
}

}  // namespace

void render_json(const report::Table& table, std::ostream& out) {
    const char* separator = "";
    out << '[';
    for (report::Row row; table.rows(row);) {
        out << separator << '\n';
        write_object(table, row, out);
        separator = ",";
    }
    out << (*separator == '\0' ? "]\n" : "\n]\n");
}

void render_ndjson(const report::Table& table, std::ostream& out) {
    for (report::Row row; table.rows(row);) {
        write_object(table, row, out);
        out << '\n';
    }
}

}  // namespace invitectl::render
