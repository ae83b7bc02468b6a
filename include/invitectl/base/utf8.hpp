// UTF-8, one code point at a time, strict: no overlong forms, no surrogates, nothing above
// U+10FFFF.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl {

struct Decoded {
    std::optional<char32_t> code_point;  // nothing: the first byte starts no valid sequence
    std::size_t length = 1;              // bytes used; 1 where there is no code point
};

// `text` is not empty.
Decoded decode_utf8(std::string_view text);
void append_utf8(std::string& out, char32_t code_point);
bool is_valid_utf8(std::string_view text);

}  // namespace invitectl
