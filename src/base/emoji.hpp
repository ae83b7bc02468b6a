// Which runs of code points make one emoji, by shape: the list of Unicode's recommended sequences
// grows every year, their shape does not (UTS #51, ED-16 and ED-14a).
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace invitectl::emoji {

inline constexpr char32_t kJoiner = 0x200D;
inline constexpr char32_t kTextStyle = 0xFE0E;
inline constexpr char32_t kEmojiStyle = 0xFE0F;
inline constexpr char32_t kKeycap = 0x20E3;

bool is_pictograph(char32_t c);
bool is_regional_indicator(char32_t c);
bool is_skin_tone(char32_t c);

// Length of the emoji at the front: a pictograph with its style and skin tone, up to four of them
// joined, a keycap, or the flag of England, Scotland or Wales. 0 where none begins.
std::size_t sequence_length(std::span<const std::optional<char32_t>> text);

}  // namespace invitectl::emoji
