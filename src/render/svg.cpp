#include "svg.hpp"

#include "invitectl/base/escape.hpp"
#include "invitectl/base/width.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace invitectl::render {
namespace {

constexpr std::size_t kSeriesColours = 9;

}  // namespace

void open_svg(const Caption& caption, double width, double height, HtmlWriter& html) {
    html.open("svg",
              {{"viewBox", "0 0 " + coordinate(width) + " " + coordinate(height)},
               {"role", "img"},
               {"aria-labelledby", caption.id + "-t " + caption.id + "-d"}});
    html.element("title", caption.title, {{"id", caption.id + "-t"}});
    html.element("desc", caption.summary, {{"id", caption.id + "-d"}});
}

std::string series_class(std::size_t index) {
    return "s" + std::to_string(std::min(index, kSeriesColours - 1));
}

void draw_legend(const std::vector<std::string>& names, HtmlWriter& html, const std::string& line) {
    const auto entry = [&html](const std::string& name,
                               const std::string& colour,
                               const std::string& y,
                               const std::string& height) {
        html.open("li");
        html.open("svg", {{"viewBox", "0 0 10 10"}, {"aria-hidden", "true"}});
        html.leaf("rect", {{"class", colour}, {"y", y}, {"width", "10"}, {"height", height}});
        html.close();
        html.text(name);
        html.close();
    };
    html.open("ul", {{"class", "legend"}});
    for (std::size_t i = 0; i < names.size(); ++i) {
        entry(names[i], series_class(i), "0", "10");
    }
    if (!line.empty()) {
        entry(line, "netkey", "4", "2");
    }
    html.close();
}

double round_top(double value) {
    if (!(value > 0)) {
        return 1;
    }
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (step * power >= value) {
            return step * power;
        }
    }
    return 10 * power;
}

std::string figure_text(double value) {
    if (std::abs(value - std::round(value)) > 1e-9) {
        return fmt::format("{:.1f}", value);
    }
    std::string digits = fmt::format("{}", static_cast<long long>(std::round(value)));
    constexpr int kGroup = 3;
    const int first = digits.starts_with('-') ? 1 : 0;
    for (int at = static_cast<int>(digits.size()) - kGroup; at > first; at -= kGroup) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

std::string shortened(std::string_view text, int width) {
    return cut_to_width(text_for_people(text), width);
}

}  // namespace invitectl::render
