// A page is one file that nothing from outside can change: names become no markup, and the policy
// lets nothing else in.
#include "invitectl/render/page.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <regex>
#include <set>
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
    stacked.events = {{0.3, name}};
    report::MirroredTime mirrored{
        {name}, {name, {3}}, {name, {2}}, report::Series{name, {1}}, {}, ""};
    SplitBars bars{{name, name}, {{name, {1, 2}}, {name, {3, 0}, true}}, ""};
    HeatGrid grid{{name}, {{name, name, {{HeatGrid::State::plain, 0.7, name, name}}}}, true};
    Scatter scatter;
    scatter.x_title = scatter.y_title = name;
    scatter.x_ticks = scatter.y_ticks = {{0.5, name}};
    scatter.points = {{0.5, 0.5, 0.2, 0.8, 1, false, name},
                      {0.1, 0.1, 0.1, 0.1, 0, false, name, true}};
    scatter.boxes = {{0.1, 0.2, name}};
    scatter.limits = {{0.4, name}};
    scatter.gaps = {{0.3, 0.4, name}};
    scatter.marks = name;
    scatter.named = true;
    Tree tree{{{name, name, {{name, name, {}}}}}};
    for (const report::Shape& shape :
         std::vector<report::Shape>{stacked, mirrored, bars, grid, scatter, tree}) {
        page.chapters.push_back({"id", name, name, name, shape, {table_of(name)}, true});
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

// For whoever hears the page, or goes through it by keys.
TEST(HtmlPage, tables_headings_and_lists_say_what_they_are) {
    const std::string page = rendered("Ana");
    EXPECT_EQ(count_of(page, "<html lang=\"en\">"), 1U);
    EXPECT_EQ(count_of(page, "<h1>"), 1U);
    EXPECT_EQ(count_of(page, "<h2>"), 6U);
    EXPECT_LT(page.find("<h1>"), page.find("<h2>"));
    EXPECT_EQ(count_of(page, "<h3"), 0U);
    EXPECT_EQ(count_of(page, "<table><caption>Ana: t</caption>"), count_of(page, "<table>"));
    EXPECT_EQ(count_of(page, "<th "), count_of(page, "scope=\"col\""));
    EXPECT_EQ(count_of(page, "<table>"), count_of(page, "role=\"region\" aria-label="));
    // What may scroll can be reached by keys: every table and every picture.
    EXPECT_EQ(2 * count_of(page, "<table>"), count_of(page, "tabindex=\"0\""));
    EXPECT_EQ(count_of(page, "class=\"pan\""), count_of(page, "tabindex=\"0\""));
    EXPECT_EQ(
        count_of(page, "<svg "),
        count_of(page, "role=\"img\" aria-labelledby=") + count_of(page, "aria-hidden=\"true\""));
    EXPECT_EQ(count_of(page, "role=\"group\" aria-label=\"Picture: Ana\""), 6U);
}

// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
double luminance(const std::string& colour) {
    double sum = 0;
    constexpr std::array kWeights = {0.2126, 0.7152, 0.0722};
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        const double part = std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
        sum += kWeights.at(i) *
               (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast(double a, double b) {
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

// A colour laid over another one.
std::string blended(const std::string& over, const std::string& under, double opacity) {
    std::string mixed = "#";
    for (std::size_t i = 1; i < over.size(); i += 2) {
        const double part = opacity * std::stoi(over.substr(i, 2), nullptr, 16) +
                            (1 - opacity) * std::stoi(under.substr(i, 2), nullptr, 16);
        const auto byte = static_cast<unsigned>(std::lround(part));
        mixed += "0123456789abcdef"[byte / 16];
        mixed += "0123456789abcdef"[byte % 16];
    }
    return mixed;
}

// "#1c1f24" of "--ink: #1c1f24;", the first one after `from`.
std::string colour_of(const std::string& page, const std::string& name, std::size_t from) {
    const std::size_t at = page.find("--" + name + ": #", from);
    return page.substr(at + name.size() + 4, 7);
}

constexpr double kEnough = 4.5;  // WCAG 2.2, 1.4.3

TEST(HtmlPage, text_stands_out_from_its_ground_in_light_and_dark) {
    const std::string page = rendered("Ana");
    const std::size_t dark = page.find("prefers-color-scheme: dark");
    ASSERT_NE(dark, std::string::npos);
    for (const std::size_t scheme : {std::size_t{0}, dark}) {
        for (const std::string text : {"ink", "soft", "accent"}) {
            for (const std::string ground : {"paper", "wash"}) {
                const double a = luminance(colour_of(page, text, scheme));
                const double b = luminance(colour_of(page, ground, scheme));
                EXPECT_GE(contrast(a, b), kEnough) << text << " on " << ground;
            }
        }
    }
}

// In every shade a cell may have.
TEST(HtmlPage, figures_stand_out_from_their_cells) {
    Page page;
    HeatGrid grid{{"day 1"}, {}, true};
    for (int percent = 0; percent <= 100; ++percent) {
        grid.rows.push_back({"week", "", {{HeatGrid::State::plain, percent / 100.0, "5 %", ""}}});
    }
    page.chapters.push_back({"id", "t", "q", "s", grid, {table_of("Ana")}});
    std::ostringstream out;
    render_page(page, out);
    const std::string html = out.str();
    const std::regex cell("class=\"shade\"[^>]*fill-opacity=\"([0-9.]+)\"");
    std::set<std::string> shades;
    for (std::sregex_iterator at(html.begin(), html.end(), cell), end; at != end; ++at) {
        shades.insert(at->str(1));
    }
    EXPECT_GT(shades.size(), 3U);
    for (const std::size_t scheme : {std::size_t{0}, html.find("prefers-color-scheme: dark")}) {
        const double ink = luminance(colour_of(html, "ink", scheme));
        for (const std::string& shade : shades) {
            const std::string ground = blended(colour_of(html, "accent", scheme),
                                               colour_of(html, "paper", scheme),
                                               std::stod(shade));
            EXPECT_GE(contrast(ink, luminance(ground)), kEnough) << shade << " " << ground;
        }
    }
}

TEST(HtmlPage, what_has_not_come_yet_is_hatched_and_what_was_not_read_is_marked) {
    Page page;
    HeatGrid grid{{"day 1", "day 7", "day 30"}, {{"week", "", {}}}, true};
    HeatGrid::Cell part{HeatGrid::State::plain, 0.7, "70%*", ""};
    part.part = true;
    HeatGrid::Cell unread{HeatGrid::State::plain, 0.7, "70%", ""};
    unread.gap = true;
    grid.rows[0].cells = {part, unread, {HeatGrid::State::unfinished, 0, "", ""}};
    Scatter cloud;
    cloud.gaps = {{0.2, 0.4, "not read"}};
    StackedTime shares;
    shares.shares = true;
    shares.few = 5;
    shares.buckets = {"a", "b", "c"};
    shares.series = {{"proved", {4, 5, 0}}};
    shares.gaps = {{1, 2, "not read"}};
    for (const report::Shape& shape : std::vector<report::Shape>{grid, cloud, shares}) {
        page.chapters.push_back({"id", "t", "q", "s", shape, {table_of("Ana")}});
    }
    std::ostringstream out;
    render_page(page, out);
    const std::string html = out.str();
    EXPECT_EQ(count_of(html, "class=\"wait\""), 2U);
    EXPECT_EQ(count_of(html, "class=\"unread\""), 1U);
    EXPECT_EQ(count_of(html, "class=\"gap\""), 2U);
    EXPECT_EQ(count_of(html, "class=\"veil\""), 1U) << "four are few, five are not";
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
        page.chapters.push_back({"id", "t", "q", "s", shape, {none}});
    }
    std::ostringstream out;
    render_page(page, out);
    EXPECT_EQ(out.str().find("nan"), std::string::npos);
    EXPECT_EQ(out.str().find("inf"), std::string::npos);
    EXPECT_EQ(out.str().find("<table"), std::string::npos) << "a head over nothing says nothing";
}

}  // namespace
}  // namespace invitectl::render
