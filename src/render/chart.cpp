#include "chart.hpp"

#include "invitectl/base/escape.hpp"
#include "invitectl/base/width.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <ostream>
#include <variant>

namespace invitectl::render {
namespace {

std::string harmless(std::string_view name, const report::ChartOptions& options) {
    return text_for_people(name, options.ascii ? Charset::ascii : Charset::unicode);
}

}  // namespace

std::string name_cell(std::string_view name, int width, const report::ChartOptions& options) {
    std::string text = cut_to_width(harmless(name, options), width, options.ascii ? "..." : "…");
    const int missing = width - display_width(text);
    return text + repeated(" ", missing);
}

int name_width(const std::vector<std::string_view>& names,
               int most,
               const report::ChartOptions& options) {
    int width = 0;
    for (const std::string_view name : names) {
        width = std::max(width, display_width(harmless(name, options)));
    }
    return std::min(width, most);
}

std::string right_aligned(std::string_view text, int width) {
    return repeated(" ", width - display_width(text)) + std::string(text);
}

std::string repeated(std::string_view piece, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) {
        out += piece;
    }
    return out;
}

void write_legend(const std::vector<std::pair<std::string_view, std::string>>& entries,
                  const report::ChartOptions& options,
                  std::ostream& out) {
    int used = 0;
    for (const auto& [glyph, name] : entries) {
        const std::string text = std::string(glyph) + " " + harmless(name, options);
        const int width = display_width(text);
        if (used > 0 && used + 2 + width > options.width) {
            out << '\n';
            used = 0;
        }
        out << (used > 0 ? "  " : "") << text;
        used += (used > 0 ? 2 : 0) + width;
    }
    out << '\n';
}

std::string plain_figure(double value) {
    return value == std::round(value) ? fmt::format("{:.0f}", value) : fmt::format("{:.1f}", value);
}

void draw_chart(const report::Shape& shape,
                const report::ChartOptions& options,
                std::ostream& out) {
    std::visit(
        [&](const auto& one) {
            using One = std::decay_t<decltype(one)>;
            if constexpr (!std::is_same_v<One, report::Scatter> &&
                          !std::is_same_v<One, report::Tree>) {
                chart(one, options, out);
            }
        },
        shape);
}

}  // namespace invitectl::render
