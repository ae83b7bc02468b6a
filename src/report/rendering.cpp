#include "invitectl/report/rendering.hpp"

#include "invitectl/report/table_tools.hpp"

#include <array>
#include <ostream>
#include <utility>

namespace invitectl::report {
namespace {
constexpr std::array<std::string_view, 6> kFormats = {
    "table", "tsv", "csv", "json", "ndjson", "md"};
}

std::string_view to_text(Format format) {
    return kFormats.at(static_cast<std::size_t>(format));
}

std::optional<Format> parse_format(std::string_view text) {
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        if (kFormats.at(i) == text) {
            return static_cast<Format>(i);
        }
    }
    return {};
}

void render_document(Document document,
                     Format format,
                     const RenderOptions& options,
                     const Renderer& renderer,
                     std::ostream& out) {
    if (format != Format::table && format != Format::markdown) {
        renderer(flatten(std::move(document)), format, options, out);
        return;
    }
    bool first = true;
    for (const Table& table : document.tables) {
        if (!first) {
            out << '\n';
        }
        first = false;
        renderer(table, format, options, out);
    }
}

}  // namespace invitectl::report
