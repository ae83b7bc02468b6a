#include "base/emoji.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utf8proc.h>

namespace invitectl::emoji {
namespace {

using Text = std::span<const std::optional<char32_t>>;

constexpr char32_t kBlackFlag = 0x1F3F4;
constexpr char32_t kFirstTag = 0xE0000;
constexpr char32_t kLastTag = 0xE007F;
// Families have four; more in a row is somebody playing.
constexpr int kMostJoined = 4;

char32_t at(Text text, std::size_t i) {
    return i < text.size() ? text[i].value_or(0) : 0;
}

bool is_keycap_base(char32_t c) {
    return (c >= U'0' && c <= U'9') || c == U'#' || c == U'*';
}

// Tags could carry hidden text, so only the three flags that exist may have them.
std::size_t regional_flag_length(Text text) {
    constexpr std::array<std::string_view, 3> kRegions = {"gbeng", "gbsct", "gbwls"};
    if (at(text, 0) != kBlackFlag) {
        return 0;
    }
    const auto spells = [text](std::string_view region) {
        for (std::size_t i = 0; i < region.size(); ++i) {
            if (at(text, i + 1) != kFirstTag + static_cast<unsigned char>(region[i])) {
                return false;
            }
        }
        return at(text, region.size() + 1) == kLastTag;
    };
    for (const std::string_view region : kRegions) {
        if (spells(region)) {
            return region.size() + 2;
        }
    }
    return 0;
}

// One pictograph with its style or skin tone.
std::size_t element_length(Text text) {
    if (!is_pictograph(at(text, 0))) {
        return 0;
    }
    const char32_t next = at(text, 1);
    return next == kEmojiStyle || next == kTextStyle || is_skin_tone(next) ? 2 : 1;
}

std::size_t keycap_length(Text text) {
    const bool keycap =
        is_keycap_base(at(text, 0)) && at(text, 1) == kEmojiStyle && at(text, 2) == kKeycap;
    return keycap ? 3 : 0;
}

}  // namespace

bool is_pictograph(char32_t c) {
    if (c == 0) {
        return false;
    }
    const auto* property = utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
    return property->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

bool is_regional_indicator(char32_t c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

bool is_skin_tone(char32_t c) {
    return c >= 0x1F3FB && c <= 0x1F3FF;
}

std::size_t sequence_length(Text text) {
    if (const auto special = std::max(regional_flag_length(text), keycap_length(text))) {
        return special;
    }
    std::size_t length = element_length(text);
    if (length == 0) {
        return 0;
    }
    for (int joined = 1; joined < kMostJoined && at(text, length) == kJoiner; ++joined) {
        const std::size_t next =
            length + 1 < text.size() ? element_length(text.subspan(length + 1)) : 0;
        if (next == 0) {
            break;
        }
        length += 1 + next;
    }
    return length;
}

}  // namespace invitectl::emoji
