#include "invitectl/base/escape.hpp"

#include "invitectl/base/utf8.hpp"

#include "base/emoji.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <optional>
#include <utf8proc.h>
#include <vector>

namespace invitectl {
namespace {

struct CodePoints {
    char32_t first;
    char32_t last;
};

// Ascending. Beyond the controls: characters that are invisible, turn the reading order or stand
// for nothing (Unicode's Default_Ignorable_Code_Point, Bidi_Control, private use), and the Braille
// blank.
constexpr std::array<CodePoints, 25> kUnsafe = {{
    {0x0000, 0x001F},    {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},
    {0x061C, 0x061C},    {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
    {0x200B, 0x200F},    {0x2028, 0x202E},   {0x2060, 0x206F},   {0x2800, 0x2800},
    {0x3164, 0x3164},    {0xD800, 0xDFFF},   {0xE000, 0xF8FF},   {0xFDD0, 0xFDEF},
    {0xFE00, 0xFE0F},    {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0x13430, 0x1343F},  {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    {0xF0000, 0x10FFFF},
}};

constexpr int kMostMarks = 2;

bool is_mark(char32_t c) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

bool is_space(char32_t c) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_ZS;
}

bool reads_leftwards(char32_t c) {
    const auto bidi = utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->bidi_class;
    return bidi == UTF8PROC_BIDI_CLASS_R || bidi == UTF8PROC_BIDI_CLASS_AL;
}

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

int hex_value(char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

// One of our own escapes at the front of a text: what it stands for and how long it is.
struct OwnEscape {
    char32_t value = 0;
    bool is_byte = false;
    std::size_t length = 0;  // 0: none here
};

OwnEscape own_escape(std::string_view text) {
    if (text.size() >= 4 && text.starts_with("\\x") && is_hex(text[2]) && is_hex(text[3])) {
        return {static_cast<char32_t>(hex_value(text[2]) * 16 + hex_value(text[3])), true, 4};
    }
    if (!text.starts_with("\\u{")) {
        return {};
    }
    constexpr std::size_t kMostDigits = 6;
    char32_t value = 0;
    std::size_t i = 3;
    for (; i < text.size() && i < 3 + kMostDigits && is_hex(text[i]); ++i) {
        value = value * 16 + static_cast<char32_t>(hex_value(text[i]));
    }
    const bool closed = i > 3 && i < text.size() && text[i] == '}';
    return closed && value <= 0x10FFFF ? OwnEscape{value, false, i + 1} : OwnEscape{};
}

// Walks a text once and sorts what it meets; the two public forms differ only in what they do with
// it.
class Walker {
  public:
    Walker(std::string_view bytes, Charset charset) : bytes_(bytes), charset_(charset) {
        for (std::size_t at = 0; at < bytes.size();) {
            const Decoded next = decode_utf8(bytes.substr(at));
            code_points_.push_back(next.code_point);
            starts_.push_back(at);
            at += next.length;
        }
        starts_.push_back(bytes.size());
    }

    // Calls plain(bytes, first code point), mark_too_many(code point) and hidden(text) in order.
    template <class Plain, class Mark, class Hidden>
    void walk(Plain plain, Mark mark_too_many, Hidden hidden) const {
        int marks = kMostMarks;  // a mark at the front has no base to stand on
        bool based = false;
        for (std::size_t i = 0; i < code_points_.size();) {
            const std::size_t emoji = charset_ == Charset::unicode ? emoji_at(i) : 0;
            if (emoji > 1) {
                plain(piece(i, emoji), *code_points_[i]);
                i += emoji;
                marks = kMostMarks;
                based = true;
                continue;
            }
            const auto c = code_points_[i];
            if (!c) {
                hidden(fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes_[starts_[i]])));
                based = false;
            } else if (is_hidden(*c, starts_[i])) {
                hidden(visible(*c));
                based = false;
            } else if (!is_mark(*c)) {
                plain(piece(i, 1), *c);
                marks = 0;
                based = true;
            } else if (based && marks < kMostMarks) {
                plain(piece(i, 1), *c);
                ++marks;
            } else if (based) {
                mark_too_many(*c);
            } else {
                hidden(visible(*c));
            }
            ++i;
        }
    }

    static std::string visible(char32_t c) {
        return fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(c));
    }

  private:
    std::string_view piece(std::size_t first, std::size_t count) const {
        return bytes_.substr(starts_[first], starts_[first + count] - starts_[first]);
    }

    std::size_t emoji_at(std::size_t i) const {
        return emoji::sequence_length(std::span(code_points_).subspan(i));
    }

    bool is_hidden(char32_t c, std::size_t start) const {
        constexpr char32_t kLastAscii = 0x7F;
        return is_unsafe(c) || (charset_ == Charset::ascii && c > kLastAscii) ||
               (c == U'\\' && own_escape(bytes_.substr(start)).length > 0);
    }

    std::string_view bytes_;
    Charset charset_;
    std::vector<std::optional<char32_t>> code_points_;
    std::vector<std::size_t> starts_;  // of each code point, and the end
};

// Most text is printable ASCII and needs none of the above.
bool is_harmless_ascii(std::string_view bytes) {
    return std::ranges::all_of(bytes, [](char c) { return c >= ' ' && c <= '~' && c != '\\'; });
}

constexpr std::string_view kBlank = "(blank name)";

}  // namespace

bool is_unsafe(char32_t c) {
    constexpr char32_t kPlaneMask = 0xFFFF;
    if ((c & kPlaneMask) >= 0xFFFE) {  // the last two of every plane are no characters
        return true;
    }
    return std::ranges::any_of(
        kUnsafe, [c](const CodePoints& range) { return c >= range.first && c <= range.last; });
}

void append_escaped(std::string& out, std::string_view bytes, Charset charset) {
    if (is_harmless_ascii(bytes)) {
        out += bytes;
        return;
    }
    Walker(bytes, charset)
        .walk([&](std::string_view piece, char32_t) { out += piece; },
              [&](char32_t mark) { out += Walker::visible(mark); },
              [&](const std::string& text) { out += text; });
}

std::string escape_for_terminal(std::string_view bytes, Charset charset) {
    std::string out;
    append_escaped(out, bytes, charset);
    return out;
}

std::string unescape(std::string_view escaped) {
    std::string out;
    for (std::size_t i = 0; i < escaped.size();) {
        const OwnEscape found = escaped[i] == '\\' ? own_escape(escaped.substr(i)) : OwnEscape{};
        if (found.length == 0) {
            out += escaped[i++];
            continue;
        }
        if (found.is_byte) {
            out += static_cast<char>(found.value);
        } else {
            append_utf8(out, found.value);
        }
        i += found.length;
    }
    return out;
}

std::string text_for_people(std::string_view bytes, Charset charset) {
    if (is_harmless_ascii(bytes) && bytes.find_first_not_of(' ') != std::string_view::npos) {
        return std::string(bytes);
    }
    std::string out;
    bool blank = true;
    bool leftwards = false;
    bool cut = false;  // the ellipsis for the marks of this base is written
    Walker(bytes, charset)
        .walk(
            [&](std::string_view piece, char32_t first) {
                out += piece;
                blank = blank && is_space(first);
                leftwards = leftwards || reads_leftwards(first);
                cut = cut && is_mark(first);
            },
            [&](char32_t) {
                if (!cut) {
                    out += charset == Charset::unicode ? "…" : "...";
                }
                cut = true;
            },
            [&](const std::string& text) {
                out += text;
                blank = false;
                cut = false;
            });
    if (blank && !bytes.empty()) {
        return std::string(kBlank);
    }
    return leftwards ? out + " ⟨RTL⟩" : out;
}

void append_json_string(std::string& out, std::string_view bytes) {
    out += '"';
    if (is_harmless_ascii(bytes) && bytes.find('"') == std::string_view::npos) {
        out += bytes;
        out += '"';
        return;
    }
    while (!bytes.empty()) {
        const Decoded next = decode_utf8(bytes);
        const char32_t c = next.code_point.value_or(0xFFFD);
        if (c == U'"' || c == U'\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (!is_unsafe(c)) {
            append_utf8(out, c);
        } else if (c <= 0xFFFF) {
            out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
        } else {
            const auto rest = static_cast<std::uint32_t>(c) - 0x10000;
            out +=
                fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10U), 0xDC00 + (rest & 0x3FFU));
        }
        bytes.remove_prefix(next.length);
    }
    out += '"';
}

std::string json_string(std::string_view bytes) {
    std::string out;
    append_json_string(out, bytes);
    return out;
}

}  // namespace invitectl
