// Pictures along a time axis: stacked areas, and bars up and down.
#include "svg.hpp"

#include <algorithm>
#include <cmath>

namespace invitectl::render {
namespace {

using report::Event;
using report::MirroredTime;
using report::Series;
using report::StackedTime;
using report::Stretch;

constexpr double kWidth = 760;
constexpr double kHeight = 270;
constexpr double kLeft = 46;
constexpr double kRight = 8;
constexpr double kTop = 10;
constexpr double kBottom = 26;
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kPlotHeight = kHeight - kTop - kBottom;
constexpr std::size_t kMostLabels = 9;

// Turns buckets and values into places of the plot.
struct Plane {
    std::size_t buckets;
    double bottom;  // the values at the plot's lower and upper edge
    double top;

    double x(double bucket) const {
        return kLeft + kPlotWidth * bucket / static_cast<double>(std::max<std::size_t>(buckets, 1));
    }
    double y(double value) const { return kTop + kPlotHeight * (top - value) / (top - bottom); }
};

std::string point(double x, double y) {
    return coordinate(x) + " " + coordinate(y);
}

void draw_value_axis(const Plane& plane, bool percent, HtmlWriter& html) {
    constexpr int kSteps = 4;
    for (int i = 0; i <= kSteps; ++i) {
        const double value = plane.bottom + (plane.top - plane.bottom) * i / kSteps;
        const double y = plane.y(value);
        html.leaf("path",
                  {{"class", value == 0 ? "zero" : "rule"},
                   {"d", "M" + point(kLeft, y) + "H" + coordinate(kWidth - kRight)}});
        html.element(
            "text",
            percent ? figure_text(std::round(value * 100)) + "%" : figure_text(std::abs(value)),
            {{"x", coordinate(kLeft - 6)}, {"y", coordinate(y + 4)}, {"text-anchor", "end"}});
    }
}

void draw_bucket_axis(const Plane& plane,
                      const std::vector<std::string>& labels,
                      HtmlWriter& html) {
    const std::size_t step = (labels.size() + kMostLabels - 1) / kMostLabels;
    for (std::size_t i = 0; i < labels.size(); i += std::max<std::size_t>(step, 1)) {
        html.element("text",
                     labels[i],
                     {{"x", coordinate(plane.x(static_cast<double>(i)) + 2)},
                      {"y", coordinate(kHeight - 8)}});
    }
}

void draw_gaps(const Plane& plane, const std::vector<Stretch>& gaps, HtmlWriter& html) {
    for (const Stretch& gap : gaps) {
        const double width = plane.x(gap.until) - plane.x(gap.from);
        html.open("rect",
                  {{"class", "gap"},
                   {"x", coordinate(plane.x(gap.from))},
                   {"y", coordinate(kTop)},
                   {"width", coordinate(std::max(width, 1.0))},
                   {"height", coordinate(kPlotHeight)}});
        html.element("title", gap.text);
        html.close();
    }
}

// Their numbers stand at the top, what they were beside the picture.
void draw_events(const Plane& plane, const std::vector<Event>& events, HtmlWriter& html) {
    for (std::size_t i = 0; i < events.size(); ++i) {
        const double x = plane.x(events[i].at);
        html.open("path",
                  {{"class", "event"},
                   {"d", "M" + point(x, kTop) + "V" + coordinate(kTop + kPlotHeight)}});
        html.element("title", events[i].text);
        html.close();
        html.element("text",
                     std::to_string(i + 1),
                     {{"class", "name"}, {"x", coordinate(x + 3)}, {"y", coordinate(kTop + 10)}});
    }
}

void list_events(const std::vector<Event>& events, HtmlWriter& html) {
    if (events.empty()) {
        return;
    }
    html.open("ol", {{"class", "events"}});
    for (const Event& event : events) {
        html.element("li", event.text);
    }
    html.close();
}

// Shares of few say little.
void draw_veil(const Plane& plane, const std::vector<double>& sums, double few, HtmlWriter& html) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (sums[i] > 0 && sums[i] < few) {
            html.leaf("rect",
                      {{"class", "veil"},
                       {"x", coordinate(plane.x(static_cast<double>(i)))},
                       {"y", coordinate(kTop)},
                       {"width", coordinate(plane.x(1) - plane.x(0))},
                       {"height", coordinate(kPlotHeight)}});
        }
    }
}

// The outline between two heights per bucket, as steps: forwards along the upper, back along the
// lower one.
std::string stepped_area(const Plane& plane,
                         const std::vector<double>& lower,
                         const std::vector<double>& upper) {
    if (upper.empty()) {
        return "";
    }
    std::string path = "M" + point(plane.x(0), plane.y(lower.front()));
    for (std::size_t i = 0; i < upper.size(); ++i) {
        path += "V" + coordinate(plane.y(upper[i])) + "H" +
                coordinate(plane.x(static_cast<double>(i + 1)));
    }
    for (std::size_t i = lower.size(); i-- > 0;) {
        path +=
            "V" + coordinate(plane.y(lower[i])) + "H" + coordinate(plane.x(static_cast<double>(i)));
    }
    return path + "Z";
}

void draw_layers(const StackedTime& shape,
                 const Plane& plane,
                 const std::vector<double>& sums,
                 HtmlWriter& html) {
    std::vector<double> lower(shape.buckets.size(), 0);
    for (std::size_t s = 0; s < shape.series.size(); ++s) {
        std::vector<double> upper = lower;
        for (std::size_t i = 0; i < upper.size(); ++i) {
            const double value = shape.series[s].values[i];
            upper[i] += shape.shares ? (sums[i] > 0 ? value / sums[i] : 0) : value;
        }
        html.leaf("path",
                  {{"class", "part " + series_class(s)}, {"d", stepped_area(plane, lower, upper)}});
        lower = std::move(upper);
    }
}

void draw_line(const Plane& plane, const Series& line, HtmlWriter& html) {
    std::string path;
    for (std::size_t i = 0; i < line.values.size(); ++i) {
        path += (i == 0 ? "M" : "L") +
                point(plane.x(static_cast<double>(i) + 0.5), plane.y(line.values[i]));
    }
    html.leaf("path", {{"class", "net"}, {"d", path}});
}

// An invisible bar per bucket that says its figures.
void draw_hits(const Plane& plane, const std::vector<std::string>& hints, HtmlWriter& html) {
    const double width = plane.x(1) - plane.x(0);
    for (std::size_t i = 0; i < hints.size(); ++i) {
        html.open("rect",
                  {{"class", "hit"},
                   {"x", coordinate(plane.x(static_cast<double>(i)))},
                   {"y", coordinate(kTop)},
                   {"width", coordinate(width)},
                   {"height", coordinate(kPlotHeight)}});
        html.element("title", hints[i]);
        html.close();
    }
}

std::string hint_for(const std::string& bucket,
                     std::size_t i,
                     const std::vector<const Series*>& all) {
    std::string text = bucket;
    for (const Series* series : all) {
        if (series->values[i] != 0) {
            text += " · " + series->name + " " + figure_text(series->values[i]);
        }
    }
    return text;
}

std::vector<std::string> hints_of(const std::vector<std::string>& buckets,
                                  const std::vector<const Series*>& all) {
    std::vector<std::string> hints;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        hints.push_back(hint_for(buckets[i], i, all));
    }
    return hints;
}

double largest(const std::vector<double>& values) {
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}
double least(const std::vector<double>& values) {
    return values.empty() ? 0 : *std::min_element(values.begin(), values.end());
}

std::vector<double> bucket_sums(const StackedTime& shape) {
    std::vector<double> sums(shape.buckets.size(), 0);
    for (const Series& series : shape.series) {
        for (std::size_t i = 0; i < sums.size(); ++i) {
            sums[i] += series.values[i];
        }
    }
    return sums;
}

Plane plane_of(const StackedTime& shape, const std::vector<double>& sums) {
    if (shape.shares) {
        return {shape.buckets.size(), 0, 1};
    }
    double top = largest(sums);
    double bottom = 0;
    if (shape.line) {
        top = std::max(top, largest(shape.line->values));
        bottom = std::min(bottom, least(shape.line->values));
    }
    return {shape.buckets.size(), bottom < 0 ? -round_top(-bottom) : 0, round_top(top)};
}

}  // namespace

void draw(const StackedTime& shape, const Caption& caption, HtmlWriter& html) {
    const std::vector<double> sums = bucket_sums(shape);
    const Plane plane = plane_of(shape, sums);
    open_svg(caption, kWidth, kHeight, html);
    draw_value_axis(plane, shape.shares, html);
    draw_layers(shape, plane, sums, html);
    if (shape.shares) {
        draw_veil(plane, sums, shape.few, html);
    }
    draw_gaps(plane, shape.gaps, html);
    if (shape.line) {
        draw_line(plane, *shape.line, html);
    }
    draw_events(plane, shape.events, html);
    draw_bucket_axis(plane, shape.buckets, html);
    std::vector<const Series*> all;
    std::vector<std::string> names;
    for (const Series& series : shape.series) {
        all.push_back(&series);
        names.push_back(series.name);
    }
    if (shape.line) {
        all.push_back(&*shape.line);
    }
    draw_hits(plane, hints_of(shape.buckets, all), html);
    html.close();
    draw_legend(names, html, shape.line ? shape.line->name : "");
    list_events(shape.events, html);
}

void draw(const MirroredTime& shape, const Caption& caption, HtmlWriter& html) {
    const double top = round_top(std::max(largest(shape.up.values), largest(shape.down.values)));
    const Plane plane{shape.buckets.size(), -top, top};
    const std::vector<double> zero(shape.buckets.size(), 0);
    std::vector<double> below = shape.down.values;
    for (double& value : below) {
        value = -value;
    }
    open_svg(caption, kWidth, kHeight, html);
    draw_value_axis(plane, false, html);
    html.leaf("path", {{"class", "part s0"}, {"d", stepped_area(plane, zero, shape.up.values)}});
    html.leaf("path", {{"class", "part s1"}, {"d", stepped_area(plane, below, zero)}});
    draw_gaps(plane, shape.gaps, html);
    std::vector<const Series*> all = {&shape.up, &shape.down};
    if (shape.line) {
        draw_line(plane, *shape.line, html);
        all.push_back(&*shape.line);
    }
    draw_bucket_axis(plane, shape.buckets, html);
    draw_hits(plane, hints_of(shape.buckets, all), html);
    html.close();
    draw_legend({shape.up.name, shape.down.name}, html, shape.line ? shape.line->name : "");
}

}  // namespace invitectl::render
