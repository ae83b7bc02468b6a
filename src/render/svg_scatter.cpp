// Points on a plane, with error bars and boxes.
#include "svg.hpp"

#include <algorithm>

namespace invitectl::render {
namespace {

using report::Scatter;
using report::Tick;

constexpr double kWidth = 760;
constexpr double kHeight = 320;
constexpr double kLeft = 76;
constexpr double kRight = 14;
constexpr double kTop = 12;
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
    html.open(
        "circle",
        {{"class", point.small ? "few" : "shade"},
         {"cx", coordinate(x_of(point.x))},
         {"cy", coordinate(y_of(point.y))},
         {"r", coordinate(kSmallestRadius + (kLargestRadius - kSmallestRadius) * point.weight)},
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
    for (const Scatter::Point& point : shape.points) {
        draw_point(shape, point, html);
    }
    for (const Scatter::Box& box : shape.boxes) {
        draw_box(box, html);
    }
    html.close();
}

}  // namespace invitectl::render
