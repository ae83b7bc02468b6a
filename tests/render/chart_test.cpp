// Pictures as characters: exact widths, numbers that agree, plain ASCII where asked for.
#include "invitectl/render/chart.hpp"

#include "invitectl/base/width.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace invitectl::render {
namespace {

using report::HeatGrid;
using report::SplitBars;
using report::StackedTime;

std::string drawn(const report::Shape& shape, int width, bool ascii = false) {
    std::ostringstream out;
    draw_chart(shape, {width, ascii}, out);
    return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

SplitBars bars() {
    return {{"retained", "left", "fake"},
            {{"Ana", {6, 3, 1}},
             {"李小龍 with a very long name indeed, longer than any column", {1, 0, 0}},
             {"(open)", {0, 0, 5}, true}},
            "joins"};
}

StackedTime times(std::size_t buckets) {
    StackedTime shape;
    for (std::size_t i = 0; i < buckets; ++i) {
        shape.buckets.push_back("day " + std::to_string(i));
    }
    std::vector<double> rising;
    for (std::size_t i = 0; i < buckets; ++i) {
        rising.push_back(static_cast<double>(i));
    }
    shape.series = {{"Reddit e\xCC\x81", rising}, {"none", std::vector<double>(buckets, 0)}};
    shape.gaps = {{1, 2, "not read"}};
    return shape;
}

HeatGrid triangle() {
    using State = HeatGrid::State;
    HeatGrid grid;
    grid.roomy = true;
    grid.columns = {"day 1", "day 7", "day 30"};
    grid.rows = {
        {"2026-W31",
         "n = 40",
         {{State::plain, 0.9, "90%", ""},
          {State::plain, 0.5, "50%", ""},
          {State::plain, 0, "0%", ""}}},
        {"2026-W32", "n = 3", {{State::small, 1, "100%", ""}, {State::unfinished, 0, "", ""}, {}}}};
    return grid;
}

TEST(Charts, are_never_wider_than_asked) {
    for (int width = 60; width <= 200; width += 7) {
        for (const bool ascii : {false, true}) {
            for (const report::Shape& shape :
                 std::vector<report::Shape>{bars(), times(3), times(500), triangle()}) {
                for (const std::string& line : lines_of(drawn(shape, width, ascii))) {
                    EXPECT_LE(display_width(line), width) << line;
                }
            }
        }
    }
}

TEST(Charts, are_plain_where_asked) {
    for (const report::Shape& shape : std::vector<report::Shape>{bars(), times(30), triangle()}) {
        for (const char c : drawn(shape, 80, true)) {
            EXPECT_TRUE(c == '\n' || (c >= ' ' && c <= '~'));
        }
    }
}

TEST(Charts, bars_are_as_long_as_their_numbers) {
    EXPECT_EQ(
        drawn(SplitBars{{"retained", "left"}, {{"Ana", {6, 4}}, {"Bob", {5, 0}}}, ""}, 40, true),
        "Ana  10  ###################============\n"
        "Bob   5  ################\n"
        "# retained  = left\n");
}

TEST(Charts, what_is_there_at_all_is_seen) {
    const std::string text =
        drawn(SplitBars{{"all"}, {{"many", {100000}}, {"one", {1}}, {"no", {0}}}, ""}, 60, true);
    EXPECT_NE(text.find("one        1  #\n"), std::string::npos) << text;
    EXPECT_NE(text.find("no         0  \n"), std::string::npos) << text;
}

TEST(Charts, a_line_per_series_rises_from_zero) {
    StackedTime shape = times(9);
    shape.gaps.clear();
    EXPECT_EQ(drawn(shape, 60),
              "Reddit e\xCC\x81  36   ▁▂▃▄▅▆▇█\n"
              "none       0           \n"
              "              day 0 … day 8, highest 8\n");
}

TEST(Charts, many_buckets_are_summed) {
    const std::string text = drawn(times(500), 80, true);
    EXPECT_NE(text.find("124750"), std::string::npos) << text;
}

TEST(Charts, what_is_unfinished_is_never_zero) {
    EXPECT_EQ(drawn(triangle(), 80),
              "            day 1   day 7  day 30\n"
              "2026-W31  █   90% ▒   50%      0%  n = 40\n"
              "2026-W32   (100%)      ··          n = 3\n");
}

TEST(Charts, of_nothing_say_nothing) {
    EXPECT_EQ(drawn(StackedTime{}, 80), "");
    EXPECT_EQ(drawn(report::Scatter{}, 80), "");
}

}  // namespace
}  // namespace invitectl::render
