// Horizontal bars split into parts.
#include "svg.hpp"

#include <algorithm>
#include <numeric>

namespace invitectl::render {
namespace {

using report::SplitBars;

constexpr double kWidth = 760;
constexpr double kNames = 190;
constexpr double kFigures = 60;
constexpr double kRowHeight = 24;
constexpr double kBarHeight = 15;
constexpr double kPlotWidth = kWidth - kNames - kFigures;
constexpr int kNameWidth = 27;

double total(const SplitBars::Bar& bar) {
    return std::accumulate(bar.values.begin(), bar.values.end(), 0.0);
}

double longest(const SplitBars& shape) {
    double most = 0;
    for (const SplitBars::Bar& bar : shape.bars) {
        most = std::max(most, total(bar));
    }
    return most;
}

void draw_bar(
    const SplitBars& shape, const SplitBars::Bar& bar, double y, double scale, HtmlWriter& html) {
    html.element("text",
                 shortened(bar.name, kNameWidth),
                 {{"class", bar.special ? "" : "name"},
                  {"x", coordinate(kNames - 8)},
                  {"y", coordinate(y + kBarHeight - 3)},
                  {"text-anchor", "end"}});
    double x = kNames;
    for (std::size_t part = 0; part < bar.values.size(); ++part) {
        const double width = bar.values[part] * scale;
        if (width <= 0) {
            continue;
        }
        html.open("rect",
                  {{"class", "part " + series_class(part)},
                   {"x", coordinate(x)},
                   {"y", coordinate(y)},
                   {"width", coordinate(width)},
                   {"height", coordinate(kBarHeight)}});
        html.element("title",
                     bar.name + " · " + shape.parts[part] + " " + figure_text(bar.values[part]));
        html.close();
        x += width;
    }
    html.element("text",
                 figure_text(total(bar)),
                 {{"x", coordinate(x + 6)}, {"y", coordinate(y + kBarHeight - 3)}});
}

}  // namespace

void draw(const SplitBars& shape, const Caption& caption, HtmlWriter& html) {
    const double scale = kPlotWidth / std::max(longest(shape), 1.0);
    open_svg(caption,
             kWidth,
             kRowHeight * static_cast<double>(std::max<std::size_t>(shape.bars.size(), 1)) + 4,
             html);
    html.leaf("path",
              {{"class", "zero"},
               {"d",
                "M" + coordinate(kNames) + " 0V" +
                    coordinate(kRowHeight * static_cast<double>(shape.bars.size()))}});
    double y = (kRowHeight - kBarHeight) / 2;
    for (const SplitBars::Bar& bar : shape.bars) {
        draw_bar(shape, bar, y, scale, html);
        y += kRowHeight;
    }
    html.close();
    draw_legend(shape.parts, html);
}

}  // namespace invitectl::render
