// Tab-separated values, what a pipe gets: every column and row, nothing shortened.
//
// Text is written in the lossless terminal form, so that a tab or a line break inside a name cannot
// break a row and `cat` is harmless; base/escape.hpp says how to get the bytes back.
#include "cell_text.hpp"
#include "formats.hpp"

#include <ostream>

namespace invitectl::render {
namespace {

std::string field(const report::Cell& cell) {
    const auto* text = std::get_if<std::string>(&cell);
    return text != nullptr ? escape_for_terminal(*text) : machine_text(cell);
}

}  // namespace

void render_tsv(const report::Table& table,
                const report::RenderOptions& options,
                std::ostream& out) {
    if (options.headers) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            out << (i == 0 ? "" : "\t") << table.columns[i].key;
        }
        out << '\n';
    }
    for (report::Row row; table.rows(row);) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            out << (i == 0 ? "" : "\t") << field(row.cells[i]);
        }
        out << '\n';
    }
}

}  // namespace invitectl::render
