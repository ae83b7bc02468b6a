// The table for people: aligned by what a terminal shows, fitted to its width, notes beneath.
//
// Rows are laid out some thousands at a time, so that a table of any length takes the same memory:
// columns only become wider from one lot to the next.
#include "invitectl/base/width.hpp"

#include "cell_text.hpp"
#include "formats.hpp"
#include "text_layout.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

namespace invitectl::render {
namespace {

using report::Alignment;
using report::Column;
using report::RenderOptions;
using report::Room;
using report::Row;
using report::Table;
using report::Type;

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kPlain = "\x1b[0m";

constexpr std::size_t kLot = 4096;  // rows laid out together

// A row whose cells are texts already.
struct TextRow {
    std::vector<std::string> cells;
    bool special = false;
};

class TextWriter {
  public:
    TextWriter(const Table& table, const RenderOptions& options, std::ostream& out)
        : table_(table), options_(options), out_(out) {}

    void write() {
        if (!table_.story.empty()) {
            write_story();
            return;
        }
        std::vector<TextRow> rows = next_rows();
        if (rows.empty()) {
            if (!table_.empty_message.empty()) {
                line(people(table_.empty_message), "");
            }
            return;
        }
        if (options_.headers && !table_.title.empty()) {
            line(cut(people(table_.title), options_.width), kBold);
        }
        if (table_.record) {
            write_record(rows.front());
        } else {
            write_rows(std::move(rows));
        }
        write_notes();
    }

  private:
    Charset charset() const { return options_.ascii ? Charset::ascii : Charset::unicode; }
    std::string people(std::string_view text) const { return text_for_people(text, charset()); }

    std::string cut(const std::string& text, int width) const {
        return width > 0 ? cut_to_width(text, width, options_.ascii ? "..." : "…") : text;
    }

    void line(std::string text, std::string_view style) {
        text.erase(text.find_last_not_of(' ') + 1);
        if (options_.colour && !style.empty() && !text.empty()) {
            out_ << style << text << kPlain << '\n';
        } else {
            out_ << text << '\n';
        }
    }

    std::vector<TextRow> next_rows() const {
        std::vector<TextRow> rows;
        for (Row row; rows.size() < kLot && table_.rows(row);) {
            TextRow text;
            text.special = row.special;
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                const bool blank = row.special && report::is_empty(row.cells[i]);
                text.cells.push_back(
                    blank ? std::string()
                          : human_text(row.cells[i], table_.columns[i], options_, charset()));
            }
            rows.push_back(std::move(text));
        }
        return rows;
    }

    // The columns a text table may have, as wide as their titles.
    std::vector<Measured> measured_titles() const {
        std::vector<Measured> measured;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            const Column& column = table_.columns[i];
            if (column.room != Room::machines) {
                const int title = options_.headers ? display_width(column.title) : 0;
                measured.push_back(
                    {i, title, title, column.type == Type::text, column.room == Room::if_there});
            }
        }
        return measured;
    }

    static void widen(std::vector<Measured>& columns, const std::vector<TextRow>& rows) {
        for (Measured& column : columns) {
            for (const TextRow& row : rows) {
                column.natural = std::max(column.natural, display_width(row.cells[column.index]));
            }
        }
    }

    // What the first rows had no room for stays away.
    static void keep_only_shown(std::vector<Measured>& columns, const Layout& layout) {
        std::erase_if(columns, [&layout](const Measured& column) {
            return std::ranges::find(layout.left_out, column.index) != layout.left_out.end();
        });
        for (Measured& column : columns) {
            column.optional = false;
        }
    }

    std::string padded(const std::string& text, std::size_t column, int width) const {
        const std::string shown = cut(text, width);
        const std::string space(static_cast<std::size_t>(width - display_width(shown)), ' ');
        return table_.columns[column].alignment == Alignment::right ? space + shown : shown + space;
    }

    template <class TextOf>
    std::string joined(const Layout& layout, TextOf text_of) const {
        std::string all;
        for (const auto& [index, width] : layout.columns) {
            all += (all.empty() ? "" : std::string(kColumnGap, ' ')) +
                   padded(text_of(index), index, width);
        }
        return all;
    }

    void write_rows(std::vector<TextRow> rows) {
        std::vector<Measured> measured = measured_titles();
        widen(measured, rows);
        Layout layout = lay_out(measured, options_.width);
        for (const std::size_t index : layout.left_out) {
            hidden_ += (hidden_.empty() ? "" : ", ") + table_.columns[index].key;
        }
        keep_only_shown(measured, layout);
        if (options_.headers) {
            line(joined(layout, [this](std::size_t i) { return table_.columns[i].title; }), kBold);
        }
        while (!rows.empty()) {
            write_lot(layout, rows);
            rows = next_rows();
            widen(measured, rows);
            layout = lay_out(measured, options_.width);
        }
    }

    void write_lot(const Layout& layout, const std::vector<TextRow>& rows) {
        for (const TextRow& row : rows) {
            if (row.special && std::exchange(groups_before_, false)) {
                out_ << '\n';
            }
            groups_before_ = groups_before_ || !row.special;
            write_row(layout, row);
        }
    }

    // A last column of sentences goes on beneath itself.
    void write_row(const Layout& layout, const TextRow& row) {
        const std::string_view style = row.special ? kDim : "";
        const auto [last, room] = layout.columns.back();
        const auto cell_of = [&row](std::size_t i) { return row.cells[i]; };
        if (!table_.columns[last].wraps || display_width(row.cells[last]) <= room) {
            line(joined(layout, cell_of), style);
            return;
        }
        Layout before = layout;
        before.columns.pop_back();
        const std::string start = joined(before, cell_of) + std::string(kColumnGap, ' ');
        wrapped(start, row.cells[last], display_width(start), style);
    }

    void write_story() {
        if (options_.headers && !table_.title.empty()) {
            line(cut(people(table_.title), options_.width), kBold);
        }
        for (const std::string& paragraph : table_.story) {
            const bool item = paragraph.starts_with("- ");
            const std::string start = item ? "- " : "";
            wrapped(start, people(paragraph.substr(start.size())), item ? 2 : 0, "");
        }
    }

    void write_record(const TextRow& row) {
        int widest = 0;
        for (const Column& column : table_.columns) {
            widest = std::max(widest, display_width(column.title));
        }
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            const std::string& title = table_.columns[i].title;
            const auto gap = static_cast<std::size_t>(widest - display_width(title) + kColumnGap);
            wrapped(title + std::string(gap, ' '), row.cells[i], widest + kColumnGap, "");
        }
    }

    // Breaks between words only, so that nothing is cut; `start` stands before the first line, and
    // the lines after it are indented as far.
    void wrapped(const std::string& start,
                 std::string_view text,
                 int indent,
                 std::string_view style) {
        std::string current = start;
        int used = indent;
        bool fresh = true;
        while (!text.empty()) {
            const auto space = std::min(text.find(' '), text.size());
            const std::string word(text.substr(0, space));
            text.remove_prefix(std::min(space + 1, text.size()));
            const int width = display_width(word) + (fresh ? 0 : 1);
            if (!fresh && options_.width > 0 && used + width > options_.width) {
                line(std::exchange(current, std::string(static_cast<std::size_t>(indent), ' ')),
                     style);
                used = indent;
                fresh = true;
            }
            current += (fresh ? "" : " ") + word;
            used += display_width(word) + (fresh ? 0 : 1);
            fresh = false;
        }
        line(current, style);
    }

    void write_notes() {
        if (table_.notes.empty() && hidden_.empty()) {
            return;
        }
        out_ << '\n';
        for (const std::string& note : table_.notes) {
            wrapped("", people(note), 0, kDim);
        }
        if (!hidden_.empty()) {
            wrapped("", "No room for: " + hidden_ + " (see --columns).", 0, kDim);
        }
    }

    const Table& table_;
    const RenderOptions& options_;
    std::ostream& out_;
    bool groups_before_ = false;  // special rows stand apart from them
    std::string hidden_;          // keys of columns left out for lack of room
};

}  // namespace

void render_text(const Table& table, const RenderOptions& options, std::ostream& out) {
    TextWriter(table, options, out).write();
}

}  // namespace invitectl::render
