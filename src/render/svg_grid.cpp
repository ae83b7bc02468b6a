// Cells shaded by a share: cohorts, calendars.
#include "invitectl/base/escape.hpp"
#include "invitectl/base/width.hpp"

#include "svg.hpp"

#include <algorithm>

namespace invitectl::render {
namespace {

using report::HeatGrid;

constexpr double kCharacter = 7.7;  // width of a wide character of 12 px, about
constexpr double kHead = 18;
constexpr double kPalest = 0.12;  // still differs from none
// Text stands out from every shade up to this one, in light and dark (WCAG 2.2, 1.4.3).
constexpr double kDarkestWithText = 0.5;

struct Layout {
    double left;
    double cell_width;
    double cell_height;
    double right;
    double gap;

    double x(std::size_t column) const { return left + cell_width * static_cast<double>(column); }
    double y(std::size_t row) const { return kHead + cell_height * static_cast<double>(row); }
};

int widest(const HeatGrid& shape, std::string HeatGrid::Row::*text) {
    int width = 0;
    for (const HeatGrid::Row& row : shape.rows) {
        width = std::max(width, display_width(text_for_people(row.*text)));
    }
    return width;
}

Layout layout_of(const HeatGrid& shape) {
    const double left = kCharacter * widest(shape, &HeatGrid::Row::name) + 10;
    const double right = kCharacter * widest(shape, &HeatGrid::Row::margin) + 10;
    return shape.roomy ? Layout{left, 46, 24, right, 1.5} : Layout{left, 14, 14, right, 1};
}

std::string class_of(const HeatGrid::Cell& cell) {
    switch (cell.state) {
        case HeatGrid::State::plain:
            return cell.value > 0 ? "shade" : "none";
        case HeatGrid::State::small:
            return "few";
        case HeatGrid::State::unfinished:
            return "wait";
        case HeatGrid::State::empty:
            break;
    }
    return "none";
}

double opacity_of(const HeatGrid::Cell& cell, bool with_text) {
    const double darkest = with_text ? kDarkestWithText : 1;
    return cell.state == HeatGrid::State::plain && cell.value > 0
               ? kPalest + (darkest - kPalest) * std::min(cell.value, 1.0)
               : 1;
}

// A frame that grows inwards by half its stroke, so that it stays in its cell.
void draw_frame(const Layout& layout, std::size_t row, std::size_t column, HtmlWriter& html) {
    html.leaf("rect",
              {{"class", "unread"},
               {"x", coordinate(layout.x(column) + 1)},
               {"y", coordinate(layout.y(row) + 1)},
               {"width", coordinate(layout.cell_width - layout.gap - 2)},
               {"height", coordinate(layout.cell_height - layout.gap - 2)}});
}

void draw_cell(const HeatGrid& shape,
               const Layout& layout,
               std::size_t row,
               std::size_t column,
               HtmlWriter& html) {
    const HeatGrid::Cell& cell = shape.rows[row].cells[column];
    if (cell.state == HeatGrid::State::empty) {
        return;
    }
    const auto area = [&](const std::string& style, double opacity) {
        html.open("rect",
                  {{"class", style},
                   {"x", coordinate(layout.x(column))},
                   {"y", coordinate(layout.y(row))},
                   {"width", coordinate(layout.cell_width - layout.gap)},
                   {"height", coordinate(layout.cell_height - layout.gap)},
                   {"fill-opacity", coordinate(std::max(opacity, 0.1))}});
        if (!cell.hint.empty()) {
            html.element("title", cell.hint);
        }
        html.close();
    };
    area(class_of(cell), opacity_of(cell, shape.roomy));
    if (cell.part) {
        area("wait", 1);
    }
    if (cell.gap) {
        draw_frame(layout, row, column, html);
    }
    if (shape.roomy && !cell.text.empty()) {
        html.element("text",
                     cell.text,
                     {{"class", "off"},
                      {"x", coordinate(layout.x(column) + layout.cell_width / 2)},
                      {"y", coordinate(layout.y(row) + layout.cell_height / 2 + 4)},
                      {"text-anchor", "middle"}});
    }
}

bool is_hatched(const HeatGrid& shape) {
    return std::ranges::any_of(shape.rows, [](const HeatGrid::Row& row) {
        return std::ranges::any_of(row.cells, [](const HeatGrid::Cell& cell) {
            return cell.part || cell.state == HeatGrid::State::unfinished;
        });
    });
}

void define_hatch(HtmlWriter& html) {
    html.open("defs");
    html.open("pattern",
              {{"id", "wait"},
               {"width", "6"},
               {"height", "6"},
               {"patternUnits", "userSpaceOnUse"},
               {"patternTransform", "rotate(45)"}});
    html.leaf("path", {{"class", "stripe"}, {"d", "M0 0V6"}});
    html.close();
    html.close();
}

}  // namespace

void draw(const HeatGrid& shape, const Caption& caption, HtmlWriter& html) {
    const Layout layout = layout_of(shape);
    open_svg(caption,
             std::max(layout.x(shape.columns.size()) + layout.right, 760.0),
             layout.y(shape.rows.size()) + 4,
             html);
    if (is_hatched(shape)) {
        define_hatch(html);
    }
    for (std::size_t column = 0; column < shape.columns.size(); ++column) {
        if (!shape.columns[column].empty()) {
            html.element(
                "text",
                shape.columns[column],
                {{"x", coordinate(layout.x(column) + (shape.roomy ? layout.cell_width / 2 : 0))},
                 {"y", coordinate(kHead - 6)},
                 {"text-anchor", shape.roomy ? "middle" : "start"}});
        }
    }
    for (std::size_t row = 0; row < shape.rows.size(); ++row) {
        const double baseline = layout.y(row) + layout.cell_height / 2 + 4;
        html.element("text",
                     shape.rows[row].name,
                     {{"class", "name"},
                      {"x", coordinate(layout.left - 6)},
                      {"y", coordinate(baseline)},
                      {"text-anchor", "end"}});
        for (std::size_t column = 0; column < shape.rows[row].cells.size(); ++column) {
            draw_cell(shape, layout, row, column, html);
        }
        if (!shape.rows[row].margin.empty()) {
            html.element("text",
                         shape.rows[row].margin,
                         {{"x", coordinate(layout.x(shape.columns.size()) + 6)},
                          {"y", coordinate(baseline)}});
        }
    }
    html.close();
}

}  // namespace invitectl::render
