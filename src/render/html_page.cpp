// A page as one file that asks for nothing from outside: style, script and pictures are inside, and
// a content policy lets nothing else in (https://www.w3.org/TR/CSP3/).
#include "invitectl/render/page.hpp"

#include "cell_text.hpp"
#include "generated/page_assets.hpp"
#include "html_writer.hpp"
#include "svg.hpp"

#include <ostream>
#include <string>
#include <utility>
#include <variant>

namespace invitectl::render {
namespace {

using report::Chapter;
using report::Column;
using report::Page;
using report::Row;
using report::Table;

bool is_shown(const Column& column) {
    return column.room != report::Room::machines;
}

bool is_number(const Column& column) {
    return column.alignment == report::Alignment::right;
}

std::string content_policy() {
    return "default-src 'none'; img-src data:; style-src '" + std::string(kPageStyleHash) +
           "'; script-src '" + std::string(kPageScriptHash) +
           "'; base-uri 'none'; form-action 'none'";
}

void write_head(const Page& page, HtmlWriter& html) {
    html.raw("<!DOCTYPE html>\n");
    html.open("html", {{"lang", "en"}});
    html.open("head");
    html.raw("<meta charset=\"utf-8\">\n");
    // The quotes of the policy's keywords are plain text in an attribute of double quotes.
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + content_policy() +
             "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<meta name=\"robots\" content=\"noindex\">\n"
             "<link rel=\"icon\" href=\"data:,\">\n");
    html.element("title", page.title);
    html.raw("<style>");
    html.raw(kPageStyle);
    html.raw("</style>");
    html.close();
}

void write_header(const Page& page, HtmlWriter& html) {
    html.open("header");
    html.element("h1", page.title);
    html.element("p", page.subtitle);
    html.open("dl", {{"class", "facts"}});
    for (const report::Fact& fact : page.facts) {
        html.open("div");
        html.element("dt", fact.name);
        html.element("dd", fact.value);
        html.close();
    }
    html.close();
    html.close();
    html.open("nav", {{"aria-label", "Chapters"}});
    html.open("ul");
    for (const Chapter& chapter : page.chapters) {
        html.open("li");
        html.element("a", chapter.title, {{"href", "#" + chapter.id}});
        html.close();
    }
    html.close();
    html.close();
}

void write_table_head(const Table& table, HtmlWriter& html) {
    html.open("thead");
    html.open("tr");
    for (const Column& column : table.columns) {
        if (is_shown(column)) {
            html.open("th",
                      {{"scope", "col"},
                       {"class", is_number(column) ? "r" : ""},
                       {"title", column.definition}});
            if (column.title.empty()) {  // what stands beside a number explains itself to the eye
                html.element("span", column.definition, {{"class", "heard"}});
            } else {
                html.text(column.title);
            }
            html.close();
        }
    }
    html.close();
    html.close();
}

void write_row(const Table& table, const Row& row, HtmlWriter& html) {
    html.raw(row.special ? "<tr class=\"special\">" : "<tr>");
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        if (!is_shown(column)) {
            continue;
        }
        const std::string text =
            human_text(row.cells[i], column, report::RenderOptions{}, Charset::unicode);
        if (is_number(column)) {
            html.element("td", text, {{"class", "r"}, {"data-v", machine_text(row.cells[i])}});
        } else {
            html.element("td", text);
        }
    }
    html.raw("</tr>");
}

// Where it is wider than the page it scrolls, by keys as well: hence the tab stop.
void write_rows(const std::string& title, const Table& table, Row row, HtmlWriter& html) {
    html.open("div",
              {{"class", "pan"}, {"role", "region"}, {"aria-label", title}, {"tabindex", "0"}});
    html.open("table");
    html.element("caption", title);
    write_table_head(table, html);
    html.open("tbody");
    do {
        write_row(table, row, html);
    } while (table.rows(row));
    html.close();
    html.close();
    html.close();
}

void write_tables(const Chapter& chapter, HtmlWriter& html) {
    html.open("details");
    html.element("summary", "The figures");
    for (const Table& table : chapter.tables) {
        const std::string title = chapter.title + ": " + table.name;
        if (Row row; table.rows(row)) {
            write_rows(title, table, std::move(row), html);
        } else {
            html.element("p", title + ": none");
        }
    }
    html.close();
    for (const Table& table : chapter.tables) {
        for (const std::string& note : table.notes) {
            html.element("p", note, {{"class", "notes"}});
        }
    }
}

void write_chapter(const Chapter& chapter, HtmlWriter& html) {
    if (chapter.rows_are_buckets) {
        html.open("section", {{"id", chapter.id}, {"data-buckets", ""}});
    } else {
        html.open("section", {{"id", chapter.id}});
    }
    html.element("h2", chapter.title);
    html.element("p", chapter.question, {{"class", "question"}});
    html.open("figure");
    // Narrow screens move over the picture instead of making it too small to read.
    html.open("div",
              {{"class", "pan"},
               {"role", "group"},
               {"aria-label", "Picture: " + chapter.title},
               {"tabindex", "0"}});
    const Caption caption{chapter.id + "-picture", chapter.title, chapter.summary};
    std::visit([&](const auto& shape) { draw(shape, caption, html); }, chapter.picture);
    html.close();
    html.element("figcaption", chapter.summary);
    html.close();
    write_tables(chapter, html);
    html.close();
    html.raw("\n");
}

}  // namespace

void render_page(const Page& page, std::ostream& out) {
    HtmlWriter html(out);
    write_head(page, html);
    html.raw("\n");
    html.open("body");
    write_header(page, html);
    html.open("main");
    for (const Chapter& chapter : page.chapters) {
        write_chapter(chapter, html);
    }
    html.close();
    html.open("footer");
    for (const std::string& note : page.notes) {
        html.element("p", note);
    }
    html.close();
    html.raw("<script>");
    html.raw(kPageScript);
    html.raw("</script>");
    html.close();
    html.close();
    out << '\n';
}

}  // namespace invitectl::render
