// Shapes as inline SVG. Colours are classes of the page's style (render/page/page.css), so that one
// drawing serves light, dark and print.
#pragma once

#include "invitectl/report/picture.hpp"

#include "html_writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace invitectl::render {

// What a screen reader says of a picture.
struct Caption {
    std::string id;  // unique on the page
    std::string title;
    std::string summary;
};

void draw(const report::StackedTime& shape, const Caption& caption, HtmlWriter& html);
void draw(const report::MirroredTime& shape, const Caption& caption, HtmlWriter& html);
void draw(const report::SplitBars& shape, const Caption& caption, HtmlWriter& html);
void draw(const report::HeatGrid& shape, const Caption& caption, HtmlWriter& html);
void draw(const report::Scatter& shape, const Caption& caption, HtmlWriter& html);
// Not SVG: a list that folds.
void draw(const report::Tree& shape, const Caption& caption, HtmlWriter& html);

// --- what the drawings share ------------------------------------------------------------------

// Opens the <svg> with its title and description; the caller closes it.
void open_svg(const Caption& caption, double width, double height, HtmlWriter& html);

// "s3": the colour of the n-th series; those past the palette share its last one.
std::string series_class(std::size_t index);

// Names of the series with their colours; last, where it is not empty, that of the line over them.
void draw_legend(const std::vector<std::string>& names,
                 HtmlWriter& html,
                 const std::string& line = {});

// The round number at or above `value` that an axis from zero ends at: 1, 2 or 5 times a power of
// ten. 1 for nothing.
double round_top(double value);

// "1,234", "0.5".
std::string figure_text(double value);

// At most `length` graphemes, the rest as "…".
std::string shortened(std::string_view text, int width);

}  // namespace invitectl::render
