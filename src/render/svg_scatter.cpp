// Points on a plane, with error bars and boxes.
#include "svg.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace invitectl::render {
namespace {

using report::Scatter;
using report::Tick;

constexpr double kWidth = 760;
constexpr double kHeight = 320;
constexpr double kLeft = 76;
constexpr double kRight = 14;
constexpr double kTop = 20;  // room for the name of a point at the very top
constexpr double kBottom = 44;
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kPlotHeight = kHeight - kTop - kBottom;
constexpr double kSmallestRadius = 2.2;
constexpr double kLargestRadius = 9;
constexpr int kNameWidth = 22;

double x_of(double share) {
    return kLeft + kPlotWidth * share;
}
double y_of(double share) {
    return kTop + kPlotHeight * (1 - share);
}

void draw_axes(const Scatter& shape, HtmlWriter& html) {
    for (const Tick& tick : shape.y_ticks) {
        html.leaf("path",
                  {{"class", "rule"},
                   {"d",
                    "M" + coordinate(kLeft) + " " + coordinate(y_of(tick.at)) + "H" +
                        coordinate(kWidth - kRight)}});
        html.element("text",
                     tick.text,
                     {{"x", coordinate(kLeft - 6)},
                      {"y", coordinate(y_of(tick.at) + 4)},
                      {"text-anchor", "end"}});
    }
    for (const Tick& tick : shape.x_ticks) {
        html.leaf("path",
                  {{"class", "rule"},
                   {"d",
                    "M" + coordinate(x_of(tick.at)) + " " + coordinate(kTop) + "V" +
                        coordinate(kTop + kPlotHeight)}});
        html.element("text",
                     tick.text,
                     {{"x", coordinate(x_of(tick.at))},
                      {"y", coordinate(kTop + kPlotHeight + 16)},
                      {"text-anchor", "middle"}});
    }
    html.element("text",
                 shape.x_title,
                 {{"x", coordinate(kWidth - kRight)},
                  {"y", coordinate(kHeight - 6)},
                  {"text-anchor", "end"}});
    html.element("text", shape.y_title, {{"x", "4"}, {"y", coordinate(kHeight - 6)}});
}

void draw_gaps(const Scatter& shape, HtmlWriter& html) {
    for (const report::Stretch& gap : shape.gaps) {
        html.open("rect",
                  {{"class", "gap"},
                   {"x", coordinate(x_of(gap.from))},
                   {"y", coordinate(kTop)},
                   {"width", coordinate(std::max(kPlotWidth * (gap.until - gap.from), 1.0))},
                   {"height", coordinate(kPlotHeight)}});
        html.element("title", gap.text);
        html.close();
    }
}

void draw_limits(const Scatter& shape, HtmlWriter& html) {
    for (const Tick& limit : shape.limits) {
        html.leaf("path",
                  {{"class", "limit"},
                   {"d",
                    "M" + coordinate(kLeft) + " " + coordinate(y_of(limit.at)) + "H" +
                        coordinate(kWidth - kRight)}});
        html.element("text",
                     limit.text,
                     {{"x", coordinate(kLeft + 4)}, {"y", coordinate(y_of(limit.at) - 4)}});
    }
}

double radius_of(const Scatter::Point& point) {
    return kSmallestRadius + (kLargestRadius - kSmallestRadius) * point.weight;
}

bool is_plain_dot(const Scatter::Point& point) {
    return point.name.empty() && !point.marked && !point.small && point.low == point.high;
}

// Points that have nothing to say, as one path for each of a few sizes: so thousands of them weigh
// little.
void draw_plain_dots(const Scatter& shape, HtmlWriter& html) {
    constexpr double kSizes = 2;  // to half a pixel
    std::map<double, std::string> dots;
    for (const Scatter::Point& point : shape.points) {
        if (is_plain_dot(point)) {
            dots[std::round(radius_of(point) * kSizes) / kSizes] +=
                "M" + coordinate(x_of(point.x)) + " " + coordinate(y_of(point.y)) + "h0";
        }
    }
    for (const auto& [radius, path] : dots) {
        html.leaf("path",
                  {{"class", "dots"}, {"stroke-width", coordinate(2 * radius)}, {"d", path}});
    }
}

void draw_error_bar(const Scatter::Point& point, HtmlWriter& html) {
    if (point.low < point.high) {
        html.leaf("path",
                  {{"class", "bar"},
                   {"d",
                    "M" + coordinate(x_of(point.x)) + " " + coordinate(y_of(point.low)) + "V" +
                        coordinate(y_of(point.high))}});
    }
}

void draw_point(const Scatter& shape, const Scatter::Point& point, HtmlWriter& html) {
    draw_error_bar(point, html);
    html.open("circle",
              {{"class",
                point.marked  ? "struck"
                : point.small ? "few"
                              : "shade"},
               {"cx", coordinate(x_of(point.x))},
               {"cy", coordinate(y_of(point.y))},
               {"r", coordinate(radius_of(point))},
               {"fill-opacity", "0.7"}});
    if (!point.name.empty()) {
        html.element("title", point.name);
    }
    html.close();
    if (shape.named) {
        html.element("text",
                     shortened(point.name, kNameWidth),
                     {{"class", "name"},
                      {"x", coordinate(x_of(point.x) + (point.x < 0.75 ? 12 : -12))},
                      {"y", coordinate(y_of(point.y) - 5)},
                      {"text-anchor", point.x < 0.75 ? "start" : "end"}});
    }
}

// What is not named beside itself.
void draw_key(const Scatter& shape, HtmlWriter& html) {
    const auto entry = [&html](const std::string& style, const std::string& text) {
        html.open("li");
        html.open("svg", {{"viewBox", "0 0 10 10"}, {"aria-hidden", "true"}});
        html.leaf("rect",
                  {{"class", style}, {"x", "1"}, {"y", "1"}, {"width", "8"}, {"height", "8"}});
        html.close();
        html.text(text);
        html.close();
    };
    if (shape.marks.empty() && shape.boxes.empty()) {
        return;
    }
    html.open("ul", {{"class", "legend"}});
    if (!shape.marks.empty()) {
        entry("struck", shape.marks);
    }
    if (!shape.boxes.empty()) {
        entry("box", "a burst");
    }
    html.close();
}

void draw_box(const Scatter::Box& box, HtmlWriter& html) {
    html.open("rect",
              {{"class", "box"},
               {"x", coordinate(x_of(box.from) - 2)},
               {"y", coordinate(kTop)},
               {"width", coordinate(kPlotWidth * (box.until - box.from) + 4)},
               {"height", coordinate(kPlotHeight)}});
    html.element("title", box.text);
    html.close();
}

}  // namespace

void draw(const Scatter& shape, const Caption& caption, HtmlWriter& html) {
    open_svg(caption, kWidth, kHeight, html);
    draw_axes(shape, html);
    draw_gaps(shape, html);
    draw_limits(shape, html);
    draw_plain_dots(shape, html);
    // Those that are set apart lie on top.
    for (const bool marked : {false, true}) {
        for (const Scatter::Point& point : shape.points) {
            if (point.marked == marked && !is_plain_dot(point)) {
                draw_point(shape, point, html);
            }
        }
    }
    for (const Scatter::Box& box : shape.boxes) {
        draw_box(box, html);
    }
    html.close();
    draw_key(shape, html);
}

}  // namespace invitectl::render
