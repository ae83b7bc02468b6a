#include "html_writer.hpp"

#include "invitectl/base/escape.hpp"

#include <cmath>
#include <fmt/format.h>
#include <ostream>

namespace invitectl::render {
namespace {

std::string markup_safe(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace

void HtmlWriter::begin(std::string_view tag, std::initializer_list<Attribute> attributes) {
    out_ << '<' << tag;
    for (const auto& [name, value] : attributes) {
        out_ << ' ' << name << "=\"" << markup_safe(escape_for_terminal(value)) << '"';
    }
}

void HtmlWriter::open(std::string_view tag, std::initializer_list<Attribute> attributes) {
    begin(tag, attributes);
    out_ << '>';
    open_.emplace_back(tag);
}

void HtmlWriter::close() {
    out_ << "</" << open_.back() << '>';
    open_.pop_back();
}

void HtmlWriter::leaf(std::string_view tag, std::initializer_list<Attribute> attributes) {
    begin(tag, attributes);
    out_ << "/>";
}

void HtmlWriter::element(std::string_view tag,
                         std::string_view content,
                         std::initializer_list<Attribute> attributes) {
    open(tag, attributes);
    text(content);
    close();
}

void HtmlWriter::text(std::string_view text) {
    out_ << markup_safe(text_for_people(text));
}

void HtmlWriter::raw(std::string_view bytes) {
    out_ << bytes;
}

std::string coordinate(double value) {
    const double tenths = std::round(value * 10);
    const auto whole = static_cast<long long>(tenths);
    if (whole % 10 == 0) {
        return fmt::format("{}", whole / 10);
    }
    return fmt::format("{:.1f}", tenths / 10);
}

}  // namespace invitectl::render
