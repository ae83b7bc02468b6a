// Cells as a shade and a number, or as a shade alone where cells are many.
#include "invitectl/base/width.hpp"

#include "chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>

namespace invitectl::render {
namespace {

using report::HeatGrid;

constexpr std::array<std::string_view, 5> kShades = {" ", "░", "▒", "▓", "█"};
constexpr std::array<std::string_view, 5> kAsciiShades = {" ", ".", ":", "*", "#"};
constexpr int kMostName = 16;

std::string_view shade(const HeatGrid::Cell& cell, const report::ChartOptions& options) {
    if (cell.state != HeatGrid::State::plain) {
        return " ";
    }
    constexpr double kTop = 4;
    const double height = cell.value <= 0 ? 0 : std::clamp(std::ceil(cell.value * kTop), 1.0, kTop);
    const auto i = static_cast<std::size_t>(height);
    return options.ascii ? kAsciiShades.at(i) : kShades.at(i);
}

// A number too small to mean much stands in brackets; what has not come yet is dots, never zero.
std::string words(const HeatGrid::Cell& cell, const report::ChartOptions& options) {
    switch (cell.state) {
        case HeatGrid::State::plain:
            return cell.text;
        case HeatGrid::State::small:
            return "(" + cell.text + ")";
        case HeatGrid::State::unfinished:
            return options.ascii ? ".." : "··";
        case HeatGrid::State::empty:
            break;
    }
    return "";
}

struct Layout {
    int label;
    int cell;  // cells of the terminal a column takes, the blank before it included
    int margin;
    std::size_t columns;  // that fit, from the left
};

Layout layout_of(const HeatGrid& shape, const report::ChartOptions& options) {
    std::vector<std::string_view> names;
    std::vector<std::string_view> margins;
    int widest = 1;
    for (const HeatGrid::Row& row : shape.rows) {
        names.push_back(row.name);
        margins.push_back(row.margin);
        for (const HeatGrid::Cell& cell : row.cells) {
            widest = std::max(widest, display_width(words(cell, options)));
        }
    }
    if (shape.roomy) {
        for (const std::string& column : shape.columns) {
            widest = std::max(widest, display_width(column) - 1);
        }
    }
    const int cell = shape.roomy ? widest + 2 : 1;
    const int label = name_width(names, kMostName, options);
    const int margin = name_width(margins, kMostName, options);
    const int room = options.width - label - 1 - (margin > 0 ? margin + 2 : 0);
    return {label,
            cell,
            margin,
            std::min(shape.columns.size(), static_cast<std::size_t>(std::max(room / cell, 1)))};
}

void write_head(const HeatGrid& shape, const Layout& layout, std::ostream& out) {
    std::string line = repeated(" ", layout.label + 1);
    for (std::size_t i = 0; i < layout.columns; ++i) {
        if (shape.roomy) {
            line += right_aligned(shape.columns[i], layout.cell);
        } else {
            // Labels of narrow columns run on over the next ones.
            const int at = layout.label + 1 + static_cast<int>(i);
            if (!shape.columns[i].empty() && display_width(line) <= at) {
                line += repeated(" ", at - display_width(line)) + shape.columns[i];
            }
        }
    }
    out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
}

std::string cell_text(const HeatGrid::Cell& cell,
                      const HeatGrid& shape,
                      const Layout& layout,
                      const report::ChartOptions& options) {
    if (!shape.roomy) {
        return cell.state == HeatGrid::State::unfinished ? (options.ascii ? "." : "·")
                                                         : std::string(shade(cell, options));
    }
    return " " + std::string(shade(cell, options)) +
           right_aligned(words(cell, options), layout.cell - 2);
}

}  // namespace

void chart(const HeatGrid& shape, const report::ChartOptions& options, std::ostream& out) {
    const Layout layout = layout_of(shape, options);
    write_head(shape, layout, out);
    for (const HeatGrid::Row& row : shape.rows) {
        std::string line = name_cell(row.name, layout.label, options) + " ";
        for (std::size_t i = 0; i < std::min(layout.columns, row.cells.size()); ++i) {
            line += cell_text(row.cells[i], shape, layout, options);
        }
        if (layout.margin > 0) {
            const int end = layout.label + 1 + layout.cell * static_cast<int>(layout.columns);
            line += repeated(" ", end + 2 - display_width(line)) +
                    right_aligned(name_cell(row.margin, layout.margin, options), layout.margin);
        }
        out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
    }
    if (layout.columns < shape.columns.size()) {
        out << "(" << shape.columns.size() - layout.columns
            << " more columns do not fit; a pipe and --format json have all)\n";
    }
}

}  // namespace invitectl::render
