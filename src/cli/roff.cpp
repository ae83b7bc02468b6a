#include "cli/roff.hpp"

#include <algorithm>

namespace invitectl::cli {
namespace {

constexpr std::size_t kLongestLine = 78;

// A line that begins with a point or an apostrophe would be a request.
std::string line_start(std::string word) {
    return word.starts_with('.') || word.starts_with('\'') ? "\\&" + word : word;
}

bool ends_sentence(std::string_view word) {
    while (word.ends_with(')') || word.ends_with('"')) {
        word.remove_suffix(1);
    }
    return word.ends_with('.') || word.ends_with('?') || word.ends_with('!');
}

void append_paragraph(std::string& out, std::string_view text) {
    std::string line;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const std::string word = roff_word(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) {
            continue;
        }
        if (!line.empty() && line.size() + 1 + word.size() > kLongestLine) {
            out += line + "\n";
            line.clear();
        }
        line += line.empty() ? line_start(word) : " " + word;
        if (ends_sentence(word)) {
            out += line + "\n";
            line.clear();
        }
    }
    out += line.empty() ? "" : line + "\n";
}

}  // namespace

std::string roff_word(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '\\':
                out += "\\e";
                break;
            case '"':
                out += "\\(dq";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string roff_text(std::string_view text) {
    std::string out;
    constexpr std::string_view kBetween = "\n\n";
    for (auto gap = text.find(kBetween); gap != std::string_view::npos; gap = text.find(kBetween)) {
        append_paragraph(out, text.substr(0, gap));
        out += ".Pp\n";
        text.remove_prefix(gap + kBetween.size());
    }
    append_paragraph(out, text);
    return out;
}

}  // namespace invitectl::cli
