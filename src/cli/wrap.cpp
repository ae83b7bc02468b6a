#include "cli/wrap.hpp"

#include "invitectl/base/width.hpp"

#include <algorithm>

namespace invitectl::cli {
namespace {

std::string spaces(int count) {
    return std::string(static_cast<std::size_t>(count), ' ');
}

// One paragraph; `line` already holds what stands before its first word.
void append_paragraph(std::string& out, std::string_view text, int indent, std::string line) {
    int used = indent;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const int width = display_width(word);
        if (used > indent && used + 1 + width > kHelpWidth) {
            out += line + "\n";
            line = spaces(indent);
            used = indent;
        }
        if (used > indent) {
            line += ' ';
            ++used;
        }
        line += word;
        used += width;
    }
    out += line + "\n";
}

}  // namespace

std::string wrapped(std::string_view text, int indent, std::string_view start) {
    std::string out;
    std::string line(start);
    const int room = indent - display_width(start);
    if (!start.empty() && room < 1) {
        out += line + "\n";
        line = spaces(indent);
    } else {
        line += spaces(room);
    }
    constexpr std::string_view kBetween = "\n\n";
    for (auto gap = text.find(kBetween); gap != std::string_view::npos; gap = text.find(kBetween)) {
        append_paragraph(out, text.substr(0, gap), indent, line);
        out += "\n";
        line = spaces(indent);
        text.remove_prefix(gap + kBetween.size());
    }
    append_paragraph(out, text, indent, line);
    return out;
}

}  // namespace invitectl::cli
