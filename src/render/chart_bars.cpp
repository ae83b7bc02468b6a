// A row per bar: its name, its parts, their sum.
#include "chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <ostream>

namespace invitectl::render {
namespace {

using report::SplitBars;

constexpr std::array<std::string_view, 5> kGlyphs = {"█", "▓", "▒", "░", "·"};
constexpr std::array<std::string_view, 5> kAsciiGlyphs = {"#", "=", "x", "-", "."};
constexpr int kMostName = 28;
constexpr int kLeastBar = 10;

std::string_view glyph(std::size_t part, const report::ChartOptions& options) {
    const std::size_t i = std::min(part, kGlyphs.size() - 1);
    return options.ascii ? kAsciiGlyphs.at(i) : kGlyphs.at(i);
}

double sum(const SplitBars::Bar& bar) {
    return std::accumulate(bar.values.begin(), bar.values.end(), 0.0);
}

// Cells of each part: the whole bar rounded once, so that parts and bar agree; what is there at all
// has one cell where the bar has room for it.
std::vector<int> cells_of(const SplitBars::Bar& bar, double scale) {
    std::vector<int> cells;
    double before = 0;
    for (const double value : bar.values) {
        const auto from = static_cast<int>(std::lround(before * scale));
        before += value;
        cells.push_back(static_cast<int>(std::lround(before * scale)) - from);
    }
    if (sum(bar) > 0 && std::accumulate(cells.begin(), cells.end(), 0) == 0) {
        const auto largest = std::max_element(bar.values.begin(), bar.values.end());
        cells[static_cast<std::size_t>(largest - bar.values.begin())] = 1;
    }
    return cells;
}

}  // namespace

void chart(const SplitBars& shape, const report::ChartOptions& options, std::ostream& out) {
    std::vector<std::string_view> names;
    double most = 0;
    std::size_t figure = 1;
    for (const SplitBars::Bar& bar : shape.bars) {
        names.push_back(bar.name);
        most = std::max(most, sum(bar));
        figure = std::max(figure, plain_figure(sum(bar)).size());
    }
    const int figures = static_cast<int>(figure);
    const int label =
        name_width(names, std::min(kMostName, options.width - figures - 4 - kLeastBar), options);
    const int room = options.width - label - figures - 4;
    const double scale = most > 0 ? room / most : 0;
    for (const SplitBars::Bar& bar : shape.bars) {
        const std::vector<int> cells = cells_of(bar, scale);
        out << name_cell(bar.name, label, options) << "  "
            << right_aligned(plain_figure(sum(bar)), figures) << "  ";
        for (std::size_t part = 0; part < cells.size(); ++part) {
            out << repeated(glyph(part, options), cells[part]);
        }
        out << '\n';
    }
    std::vector<std::pair<std::string_view, std::string>> legend;
    for (std::size_t part = 0; part < shape.parts.size(); ++part) {
        legend.emplace_back(glyph(part, options), shape.parts[part]);
    }
    write_legend(legend, options, out);
}

}  // namespace invitectl::render
