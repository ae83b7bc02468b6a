// Tab-separated values, what a pipe gets: every column and row, nothing shortened.
//
// Text is written in the lossless terminal form, so that a tab or a line break inside a name cannot
// break a row and `cat` is harmless; base/escape.hpp says how to get the bytes back.
#include "cell_text.hpp"
#include "formats.hpp"

#include <ostream>

namespace invitectl::render {
namespace {

void append_field(std::string& out, const report::Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        append_escaped(out, *text);
    } else {
        append_machine_text(out, cell);
    }
}

}  // namespace

void render_tsv(const report::Table& table,
                const report::RenderOptions& options,
                std::ostream& out) {
    std::string line;  // one write a row
    if (options.headers) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            line += (i == 0 ? "" : "\t") + table.columns[i].key;
        }
        out << line << '\n';
    }
    for (report::Row row; table.rows(row);) {
        line.clear();
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (i > 0) {
                line += '\t';
            }
            append_field(line, row.cells[i]);
        }
        line += '\n';
        out << line;
    }
}

}  // namespace invitectl::render
