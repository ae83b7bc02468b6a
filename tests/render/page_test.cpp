// A page is one file that nothing from outside can change: names become no markup, and the policy
// lets nothing else in.
#include "invitectl/render/page.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace invitectl::render {
namespace {

using report::Chapter;
using report::HeatGrid;
using report::Page;
using report::Scatter;
using report::SplitBars;
using report::StackedTime;
using report::Tree;

const std::string kNasty = "</title><script>alert(1)</script>\"'&\x1b[31m\xE2\x80\xAE";

report::Table table_of(const std::string& name) {
    report::Table table;
    table.name = "t";
    table.columns = {report::column("name", name, report::Type::text, name),
                     report::column("n", "n", report::Type::integer, "count")};
    table.rows = report::rows_of({{{name, std::int64_t{3}}}, {{name, std::int64_t{4}}}});
    table.notes = {name};
    return table;
}

// A chapter of every shape, every text of it `name`.
Page page_of(const std::string& name) {
    Page page;
    page.title = name;
    page.subtitle = name;
    page.facts = {{name, name}};
    page.notes = {name};
    StackedTime stacked;
    stacked.buckets = {name, name};
    stacked.series = {{name, {1, 2}}, {name, {0, 3}}};
    stacked.line = report::Series{name, {1, 0}};
    stacked.gaps = {{0.5, 1, name}};
    report::MirroredTime mirrored{{name}, {name, {3}}, {name, {2}}, {}, ""};
    SplitBars bars{{name, name}, {{name, {1, 2}}, {name, {3, 0}, true}}, ""};
    HeatGrid grid{{name}, {{name, name, {{HeatGrid::State::plain, 0.7, name, name}}}}, true};
    Scatter scatter;
    scatter.x_title = scatter.y_title = name;
    scatter.x_ticks = scatter.y_ticks = {{0.5, name}};
    scatter.points = {{0.5, 0.5, 0.2, 0.8, 1, false, name}};
    scatter.boxes = {{0.1, 0.2, name}};
    scatter.named = true;
    Tree tree{{{name, name, {{name, name, {}}}}}};
    for (const report::Shape& shape :
         std::vector<report::Shape>{stacked, mirrored, bars, grid, scatter, tree}) {
        page.chapters.push_back({"id", name, name, name, shape, table_of(name), true});
    }
    return page;
}

std::string rendered(const std::string& name) {
    std::ostringstream out;
    render_page(page_of(name), out);
    return out.str();
}

std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

TEST(HtmlPage, no_name_becomes_an_element) {
    const std::string benign = rendered("Ana");
    const std::string hostile = rendered(kNasty);
    EXPECT_EQ(count_of(benign, "<"), count_of(hostile, "<"));
    EXPECT_EQ(count_of(hostile, "<script"), 1U);
    EXPECT_EQ(hostile.find('\x1b'), std::string::npos);
    EXPECT_EQ(hostile.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(HtmlPage, every_element_is_closed) {
    const std::string page = rendered("Ana");
    for (const char* tag : {"section", "figure", "svg", "table", "tbody", "details", "ul", "li"}) {
        EXPECT_EQ(count_of(page, "<" + std::string(tag) + " ") +
                      count_of(page, "<" + std::string(tag) + ">"),
                  count_of(page, "</" + std::string(tag) + ">"))
            << tag;
    }
}

TEST(HtmlPage, asks_for_nothing_from_outside) {
    std::string page = rendered("Ana");
    EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(page.find("unsafe-inline"), std::string::npos);
    for (const char* way_out :
         {"http:", "https:", "//", "@import", " src=", "style=\"", "onclick"}) {
        // The script's own comments begin with two slashes.
        const std::string before_script = page.substr(0, page.find("<script>"));
        EXPECT_EQ(before_script.find(way_out), std::string::npos) << way_out;
    }
}

TEST(HtmlPage, pictures_have_a_title_a_summary_and_a_table) {
    const std::string page = rendered("Ana");
    EXPECT_EQ(count_of(page, "role=\"img\""), count_of(page, "<desc "));
    EXPECT_EQ(count_of(page, "role=\"img\""), 5U);  // the tree is a list
    EXPECT_EQ(count_of(page, "<table>"), 6U);
}

TEST(HtmlPage, is_the_same_for_the_same_page) {
    EXPECT_EQ(rendered("Ana"), rendered("Ana"));
}

TEST(HtmlPage, of_nothing_is_drawn_too) {
    Page page;
    page.title = "Empty";
    report::Table none;
    none.columns = {report::column("a", "a", report::Type::text, "a")};
    for (const report::Shape& shape : std::vector<report::Shape>{
             StackedTime{}, report::MirroredTime{}, SplitBars{}, HeatGrid{}, Scatter{}, Tree{}}) {
        none.rows = report::rows_of({});
        page.chapters.push_back({"id", "t", "q", "s", shape, none});
    }
    std::ostringstream out;
    render_page(page, out);
    EXPECT_EQ(out.str().find("nan"), std::string::npos);
    EXPECT_EQ(out.str().find("inf"), std::string::npos);
}

}  // namespace
}  // namespace invitectl::render
