#include "invitectl/base/width.hpp"

#include "invitectl/base/utf8.hpp"

#include "base/emoji.hpp"

#include <algorithm>
#include <utf8proc.h>

namespace invitectl {
namespace {

bool is_printable_ascii(char c) {
    return c >= ' ' && c <= '~';
}

// Marks that stand beside their letter, as vowels of Devanagari or Burmese do, take a cell in
// terminals; utf8proc counts them as none.
int code_point_width(char32_t c) {
    const auto code_point = static_cast<utf8proc_int32_t>(c);
    return utf8proc_category(code_point) == UTF8PROC_CATEGORY_MC ? 1
                                                                 : utf8proc_charwidth(code_point);
}

// Adds up code points, but knows what terminals draw as one double-width picture.
class ClusterWidth {
  public:
    void add(char32_t c) {
        sum_ += code_point_width(c);
        indicators_ += emoji::is_regional_indicator(c) ? 1 : 0;
        picture_ = picture_ || c == emoji::kEmojiStyle || c == emoji::kKeycap ||
                   (pictograph_ && (c == emoji::kJoiner || emoji::is_skin_tone(c)));
        pictograph_ = pictograph_ || emoji::is_pictograph(c);
    }

    int width() const {
        constexpr int kPicture = 2;
        return picture_ || indicators_ == 2 ? kPicture : sum_;
    }

  private:
    int sum_ = 0;
    int indicators_ = 0;
    bool pictograph_ = false;
    bool picture_ = false;
};

}  // namespace

Grapheme first_grapheme(std::string_view text) {
    if (is_printable_ascii(text[0]) && (text.size() == 1 || is_printable_ascii(text[1]))) {
        return {text.substr(0, 1), 1};
    }
    const Decoded first = decode_utf8(text);
    if (!first.code_point) {
        return {text.substr(0, 1), 1};
    }
    ClusterWidth cluster;
    cluster.add(*first.code_point);
    std::size_t end = first.length;
    auto previous = static_cast<utf8proc_int32_t>(*first.code_point);
    utf8proc_int32_t state = 0;
    while (end < text.size()) {
        const Decoded next = decode_utf8(text.substr(end));
        if (!next.code_point) {
            break;
        }
        const auto current = static_cast<utf8proc_int32_t>(*next.code_point);
        if (utf8proc_grapheme_break_stateful(previous, current, &state)) {
            break;
        }
        cluster.add(*next.code_point);
        end += next.length;
        previous = current;
    }
    return {text.substr(0, end), cluster.width()};
}

int display_width(std::string_view text) {
    if (std::ranges::all_of(text, is_printable_ascii)) {
        return static_cast<int>(text.size());
    }
    int width = 0;
    while (!text.empty()) {
        const Grapheme next = first_grapheme(text);
        width += next.width;
        text.remove_prefix(next.bytes.size());
    }
    return width;
}

std::string cut_to_width(std::string_view text, int width, std::string_view ellipsis) {
    if (display_width(text) <= width) {
        return std::string(text);
    }
    int room = width - display_width(ellipsis);
    if (room < 0) {
        return {};
    }
    std::size_t kept = 0;
    while (kept < text.size()) {
        const Grapheme next = first_grapheme(text.substr(kept));
        if (next.width > room) {
            break;
        }
        room -= next.width;
        kept += next.bytes.size();
    }
    return std::string(text.substr(0, kept)).append(ellipsis);
}

}  // namespace invitectl
