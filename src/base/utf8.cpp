#include "invitectl/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utf8proc.h>

namespace invitectl {

Decoded decode_utf8(std::string_view text) {
    constexpr std::size_t kLongest = 4;
    std::array<utf8proc_uint8_t, kLongest> bytes{};
    const std::size_t count = std::min(text.size(), kLongest);
    std::memcpy(bytes.data(), text.data(), count);
    utf8proc_int32_t code_point = 0;
    const auto used =
        utf8proc_iterate(bytes.data(), static_cast<utf8proc_ssize_t>(count), &code_point);
    if (used <= 0) {
        return {};
    }
    return {static_cast<char32_t>(code_point), static_cast<std::size_t>(used)};
}

void append_utf8(std::string& out, char32_t code_point) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto used = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes.data());
    for (utf8proc_ssize_t i = 0; i < used; ++i) {
        out += static_cast<char>(bytes.at(static_cast<std::size_t>(i)));
    }
}

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const Decoded next = decode_utf8(text);
        if (!next.code_point) {
            return false;
        }
        text.remove_prefix(next.length);
    }
    return true;
}

}  // namespace invitectl
