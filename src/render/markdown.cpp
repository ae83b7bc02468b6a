// Markdown tables (GitHub's kind), for people: the columns of a wide text table.
#include "cell_text.hpp"
#include "formats.hpp"

#include <ostream>

namespace invitectl::render {
namespace {

using report::Column;
using report::RenderOptions;
using report::Row;
using report::Table;

// True where GitHub would make a link of a bare address: "https://", "www.", "a@b.c".
bool begins_link(std::string_view text, std::size_t i) {
    return text[i] == '@' || (text[i] == ':' && text.substr(i + 1, 1) == "/") ||
           (text[i] == '.' && i > 0 && (text[i - 1] == 'w' || text[i - 1] == 'W'));
}

// No text may become markup, a link or a new cell.
std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool markup =
            std::string_view("\\`*_[]<>|~&").find(text[i]) != std::string_view::npos;
        out += markup || begins_link(text, i) ? "\\" : "";
        out += text[i];
    }
    return out;
}

std::string cell_of(const Table& table,
                    const Row& row,
                    std::size_t i,
                    const RenderOptions& options) {
    const Charset charset = options.ascii ? Charset::ascii : Charset::unicode;
    return plain(human_text(row.cells[i], table.columns[i], options, charset));
}

void write_rows(const Table& table, const RenderOptions& options, std::ostream& out, Row row) {
    for (const Column& column : table.columns) {
        out << (column.room == report::Room::machines ? "" : "| " + plain(column.title) + " ");
    }
    out << "|\n";
    for (const Column& column : table.columns) {
        if (column.room != report::Room::machines) {
            out << (column.alignment == report::Alignment::right ? "| ---: " : "| --- ");
        }
    }
    out << "|\n";
    do {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (table.columns[i].room != report::Room::machines) {
                out << "| " << cell_of(table, row, i, options) << ' ';
            }
        }
        out << "|\n";
    } while (table.rows(row));
}

void write_record(const Table& table, const RenderOptions& options, std::ostream& out, Row row) {
    out << "| field | value |\n| --- | --- |\n";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        out << "| " << plain(table.columns[i].title) << " | " << cell_of(table, row, i, options)
            << " |\n";
    }
}

// Items of a list stand together, paragraphs apart.
void write_story(const Table& table, Charset charset, std::ostream& out) {
    bool item_before = true;
    for (const std::string& paragraph : table.story) {
        const bool item = paragraph.starts_with("- ");
        out << (item && item_before ? "" : "\n")
            << (item ? "- " + plain(text_for_people(paragraph.substr(2), charset))
                     : plain(text_for_people(paragraph, charset)))
            << '\n';
        item_before = item;
    }
}

}  // namespace

void render_markdown(const Table& table, const RenderOptions& options, std::ostream& out) {
    const Charset charset = options.ascii ? Charset::ascii : Charset::unicode;
    if (!table.title.empty()) {
        out << "## " << plain(text_for_people(table.title, charset)) << "\n\n";
    }
    if (!table.story.empty()) {
        write_story(table, charset, out);
        return;
    }
    Row first;
    if (!table.rows(first)) {
        out << plain(table.empty_message) << '\n';
        return;
    }
    if (table.record) {
        write_record(table, options, out, std::move(first));
    } else {
        write_rows(table, options, out, std::move(first));
    }
    for (const std::string& note : table.notes) {
        out << '\n' << plain(text_for_people(note, charset)) << '\n';
    }
}

}  // namespace invitectl::render
