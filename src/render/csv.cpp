// Comma-separated values as RFC 4180 has them: CRLF, quotes doubled.
//
// Safe form (the default): text that a spreadsheet would take for a formula gets a leading
// apostrophe (OWASP, CWE-1236), and control and other unsafe characters are written in the lossless
// terminal form. The other form has every byte as it came. Cells that are not text are the same in
// both.
#include "invitectl/base/utf8.hpp"

#include "cell_text.hpp"
#include "formats.hpp"

#include <algorithm>
#include <array>
#include <ostream>

namespace invitectl::render {
namespace {

bool is_space(char32_t c) {
    return c == U' ' || c == U'\u00a0' || c == U'\u3000' || (c >= U'\u2000' && c <= U'\u200a') ||
           c == U'\u202f' || c == U'\u205f' || c == U'\u1680';
}

bool begins_formula(char32_t c) {
    constexpr std::array<char32_t, 12> kStarts = {U'=',
                                                  U'+',
                                                  U'-',
                                                  U'@',
                                                  U'\t',
                                                  U'\r',
                                                  U'\n',
                                                  U'\0',
                                                  U'\uff1d',
                                                  U'\uff0b',
                                                  U'\uff0d',
                                                  U'\uff20'};
    return std::ranges::find(kStarts, c) != kStarts.end();
}

// Spreadsheets drop leading blanks before they look.
bool looks_like_formula(std::string_view text) {
    while (!text.empty()) {
        const Decoded first = decode_utf8(text);
        if (!first.code_point || !is_space(*first.code_point)) {
            return first.code_point && begins_formula(*first.code_point);
        }
        text.remove_prefix(first.length);
    }
    return false;
}

void append_quoted(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    out += '"';
}

// Bytes that stand for themselves in every form, looked up: most of a table are such.
constexpr std::array<bool, 256> kPlainBytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = ' '; c <= '~'; ++c) {
        plain.at(c) = c != ',' && c != '"' && c != '\\';
    }
    return plain;
}();

// Text that needs neither quotes nor anything else: most of it.
bool is_plain(std::string_view text) {
    constexpr std::string_view kFormulaStarts = "=+-@";
    return !text.empty() && text.front() != ' ' &&
           kFormulaStarts.find(text.front()) == std::string_view::npos &&
           std::ranges::all_of(text,
                               [](char c) { return kPlainBytes[static_cast<unsigned char>(c)]; });
}

void append_safe(std::string& out, std::string_view text) {
    if (is_plain(text)) {
        out += text;
        return;
    }
    std::string safe = looks_like_formula(text) ? "'" : "";
    append_escaped(safe, text);
    append_quoted(out, safe);
}

void append_field(std::string& out, const report::Cell& cell, bool safe) {
    const auto* text = std::get_if<std::string>(&cell);
    if (text == nullptr) {
        append_machine_text(out, cell);
    } else if (safe) {
        append_safe(out, *text);
    } else {
        append_quoted(out, *text);
    }
}

}  // namespace

void render_csv(const report::Table& table,
                const report::RenderOptions& options,
                std::ostream& out) {
    std::string line;  // one write a row
    if (options.headers) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            line += (i == 0 ? "" : ",") + table.columns[i].key;
        }
        out << line << "\r\n";
    }
    for (report::Row row; table.rows(row);) {
        line.clear();
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (i > 0) {
                line += ',';
            }
            append_field(line, row.cells[i], options.csv_safe);
        }
        line += "\r\n";
        out << line;
    }
}

}  // namespace invitectl::render
