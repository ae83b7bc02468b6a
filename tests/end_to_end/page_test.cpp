// The page of a year with ten thousand joins: how large it is, what a browser makes of it, and
// whether everybody can read it.
#include "invitectl/render/page.hpp"

#include "test_paths.hpp"
#include "tests/end_to_end/browser.hpp"
#include "tests/end_to_end/site.hpp"
#include "tests/support/hostile_names.hpp"
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <sstream>

namespace invitectl::testing {
namespace {

constexpr const char* kAfterTheYear = "2027-08-08T00:00:00Z";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
        text.replace(at, what.size(), with);
    }
    return text;
}

class YearPage : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        site_ = std::make_unique<Site>(sim::GuildSpec{.name = "Harbour Lights"});
        site_->init();
        const Finished filled =
            testing::run({.arguments = {"/usr/bin/python3",
                                        INVITECTL_SOURCE_DIR "/tests/end_to_end/year_history.py",
                                        site_->database(),
                                        "1"},
                          .environment = {{"PYTHONDONTWRITEBYTECODE", "1"}, {"LC_ALL", "C.UTF-8"}},
                          .input = {}});
        ASSERT_EQ(filled.status, 0) << filled.err;
        site_->must({"report", "html", "--as-of", kAfterTheYear, "-o", page()});
    }
    static void TearDownTestSuite() { site_.reset(); }

    static std::string page() { return site_->file("report.html"); }

    // A changed copy of the page.
    static std::string copy(const std::string& text) {
        const std::string path = site_->file("copy.html");
        std::filesystem::remove(path);
        write_file(path, text);
        return path;
    }

    const Browser browser_{site_->file("")};
    static std::unique_ptr<Site> site_;
};
std::unique_ptr<Site> YearPage::site_;

TEST_F(YearPage, weighs_half_a_megabyte_at_most) {
    const std::string html = read_file(page());
    EXPECT_NE(html.find("<dd>10000</dd>"), std::string::npos) << "all of the joins are in it";
    EXPECT_GT(html.size(), 100'000U);
    EXPECT_LE(html.size(), 500'000U);
}

// Readable without scripts: it looks the same to the last dot.
TEST_F(YearPage, looks_the_same_without_scripts) {
    const std::string html = read_file(page());
    const std::regex allowed("script-src 'sha256-[^']*'");
    const std::string without = copy(std::regex_replace(html, allowed, "script-src 'none'"));
    const Finished seen = browser_.dom(without);
    const std::regex sortable("<th[^>]*aria-sort=");
    ASSERT_FALSE(std::regex_search(seen.out, sortable)) << "the script did not run";
    ASSERT_TRUE(std::regex_search(browser_.dom(page()).out, sortable)) << "where it may, it runs";
    const std::vector<std::string> window = {"--window-size=1100,6000"};
    const std::string picture = browser_.picture(without, window);
    EXPECT_GT(picture.size(), 100'000U);
    EXPECT_EQ(picture == browser_.picture(page(), window), true);
}

TEST_F(YearPage, asks_for_nothing_and_reports_nothing) {
    EXPECT_EQ(browser_.requests(page()), std::vector<std::string>{});
    const Finished seen = browser_.dom(page());
    EXPECT_EQ(seen.err.find("CONSOLE"), std::string::npos) << seen.err;
    const std::string asking = copy("<img src=\"http://127.0.0.1:1/x.png\" alt=\"\">");
    EXPECT_EQ(browser_.requests(asking), std::vector<std::string>{"http://127.0.0.1:1/x.png"})
        << "a request would be noticed";
}

// Bands on every axis of time; hatched where the time has not come.
TEST_F(YearPage, marks_what_was_not_read_and_what_has_not_come) {
    const std::string html = read_file(page());
    const auto chapter = [&](const std::string& id) {
        const std::size_t from = html.find("<section id=\"" + id + "\"");
        EXPECT_NE(from, std::string::npos) << id;
        return html.substr(from, html.find("</section>", from) - from);
    };
    for (const auto* id : {"growth", "balance", "risk", "quality"}) {
        EXPECT_NE(chapter(id).find("class=\"gap\""), std::string::npos) << id;
    }
    EXPECT_NE(chapter("calendar").find("class=\"unread\""), std::string::npos);
    EXPECT_NE(chapter("retention").find("class=\"wait\""), std::string::npos);
    EXPECT_NE(chapter("growth").find("source made: campaign 1"), std::string::npos);
    const std::string risk = chapter("risk");
    EXPECT_NE(risk.find("class=\"box\""), std::string::npos);
    EXPECT_NE(risk.find("2 bursts; 80 kicked or banned since."), std::string::npos);
}

// https://github.com/dequelabs/axe-core, from npm: tools/test installs it where it finds npm.
class Axe : public YearPage {
  protected:
    static constexpr const char* kAxe =
        INVITECTL_BINARY_DIR "/axe/node_modules/axe-core/axe.min.js";

    // What axe has to say of the page with everything unfolded: "impact rule element", a line each.
    std::string findings(std::string html, const std::vector<std::string>& window) const {
        const std::string axe = replaced(read_file(kAxe), "</script", "<\\/script");
        html = replaced(html, "<details>", "<details open>");
        html = std::regex_replace(
            html, std::regex("<meta http-equiv=\"Content-Security-Policy\"[^>]*>"), "");
        html =
            replaced(html,
                     "</body>",
                     "<script>" + axe +
                         "</script><script>axe.run().then(found => {"
                         "const told = document.createElement('pre'); told.id = 'axe';"
                         "told.textContent = found.violations.flatMap(one => one.nodes.map(node => "
                         "`${one.impact} ${one.id} ${node.html.slice(0, 120)}\\n`)).join('') + "
                         "`${found.passes.length} rules passed`;"
                         "document.body.append(told); });</script></body>");
        const std::string dom = browser_.dom(copy(html), window).out;
        const std::size_t from = dom.find("<pre id=\"axe\">");
        return from == std::string::npos ? "axe did not run"
                                         : dom.substr(from, dom.find("</pre>", from) - from);
    }
};

TEST_F(Axe, finds_nothing_in_light_dark_print_and_on_a_narrow_screen) {
    if (!std::filesystem::exists(kAxe)) {
        GTEST_SKIP() << "axe-core is not installed: " << kAxe;
    }
    const std::string html = read_file(page());
    const std::vector<std::string> wide = {"--window-size=1200,900"};
    const std::regex clean("<pre id=\"axe\">[0-9]{2} rules passed");
    for (const auto& [how, seen, window] :
         {std::tuple{"light", html, wide},
          {"dark", replaced(html, "prefers-color-scheme: dark", "min-width: 0"), wide},
          {"print", replaced(html, "@media print", "@media all"), wide},
          {"narrow", html, std::vector<std::string>{"--window-size=360,700"}}}) {
        const std::string found = findings(seen, window);
        EXPECT_TRUE(std::regex_match(found, clean)) << how << "\n" << found;
    }
    const std::string bad = replaced(html, "<html lang=\"en\">", "<html>");
    EXPECT_NE(findings(bad, wide).find("serious html-has-lang"), std::string::npos)
        << "a fault would be found";
}

// Chapters of every shape, with a table of the names beside.
report::Page page_of(const std::vector<std::string>& names) {
    report::Page page;
    page.title = names.front();
    page.subtitle = names.back();
    report::StackedTime layers;
    report::SplitBars bars{{"joins"}, {}, ""};
    report::HeatGrid grid{{"day 1"}, {}, true};
    report::Scatter cloud;
    cloud.named = true;
    report::Tree tree;
    std::vector<report::Row> rows;
    for (const std::string& name : names) {
        layers.buckets.push_back(name);
        bars.bars.push_back({name, {1}});
        grid.rows.push_back({name, name, {{report::HeatGrid::State::plain, 0.5, name, name}}});
        cloud.points.push_back({0.5, 0.5, 0.4, 0.6, 1, false, name});
        cloud.boxes.push_back({0.1, 0.2, name});
        tree.roots.push_back({name, name, {{name, name, {}}}});
        rows.push_back({{name}});
    }
    layers.series = {{names.front(), std::vector<double>(names.size(), 1)}};
    layers.gaps = {{0, 1, names.front()}};
    layers.events = {{0, names.back()}};
    report::Table table;
    table.name = "names";
    table.columns = {report::column("name", names.front(), report::Type::text, names.front())};
    table.notes = {names.back()};
    for (const report::Shape& shape : std::vector<report::Shape>{layers, bars, grid, cloud, tree}) {
        table.rows = report::rows_of(rows);
        page.chapters.push_back({"id", names.front(), names.back(), names.front(), shape, {table}});
    }
    return page;
}

// Markup that runs something wherever it becomes markup
// (https://cheatsheetseries.owasp.org/cheatsheets/XSS_Filter_Evasion_Cheat_Sheet.html).
std::vector<std::string> with_payloads(std::vector<std::string> names) {
    const std::vector<std::string> payloads = {
        "</title><script>document.title='owned'</script>",
        "<img src=x onerror=\"document.title='owned'\">",
        "\"><svg onload=document.title='owned'>",
        "' onmouseover='document.title=1",
        "<a href=\"javascript:document.title='owned'\">x</a>",
        "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
        "--><script>document.title='owned'</script><!--",
        "]]><script>document.title='owned'</script>",
        "</text></svg><script>document.title='owned'</script>",
        "</style><script>document.title='owned'</script>",
        "<base href=\"http://127.0.0.1:1/\">",
        "<meta http-equiv=refresh content=\"0;url=http://127.0.0.1:1/\">",
        "<details open ontoggle=document.title='owned'>",
        "&lt;script&gt;document.title='owned'&lt;/script&gt;"};
    for (std::size_t i = 0; i < names.size(); i += 10) {
        names[i] = payloads[i / 10 % payloads.size()];
    }
    return names;
}

TEST(PageOfNames, ten_thousand_of_the_worst_make_no_more_elements_than_ordinary_ones) {
    constexpr std::size_t kNames = 10'000;
    const TemporaryFolder folder;
    const Browser browser(folder.path());
    const std::vector<std::string> some = ordinary_names();
    std::vector<std::string> ordinary;
    for (std::size_t i = 0; i < kNames; ++i) {
        ordinary.push_back(some[i % some.size()]);
    }
    std::vector<std::size_t> counts;
    for (const std::vector<std::string>& names :
         {ordinary, with_payloads(hostile_names(kNames, 1))}) {
        std::ostringstream out;
        render::render_page(page_of(names), out);
        const std::string path = folder.file("names" + std::to_string(counts.size()) + ".html");
        write_file(path, out.str());
        const Finished seen = browser.dom(path);
        EXPECT_EQ(seen.out.find("<title>owned"), std::string::npos);
        EXPECT_EQ(seen.err.find("CONSOLE"), std::string::npos) << seen.err.substr(0, 2000);
        EXPECT_NE(seen.out.find("aria-sort"), std::string::npos) << "the page's own script ran";
        counts.push_back(elements(seen.out));
    }
    EXPECT_EQ(counts[0], counts[1]);
    EXPECT_GT(counts[0], 10 * kNames);
    EXPECT_EQ(browser.requests(folder.file("names1.html")), std::vector<std::string>{});
}

}  // namespace
}  // namespace invitectl::testing
