#include "invitectl/base/likeness.hpp"

#include "invitectl/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>
#include <utility>

namespace invitectl {
namespace {

// Lower-case letters and digits that are mistaken for a Latin letter, ascending; chosen from what
// the usual fonts draw alike (after Unicode Technical Standard 39).
constexpr auto kLookAlikes = std::to_array<std::pair<char32_t, char>>({
    {U'0', 'o'},      {U'1', 'l'},      {U'|', 'l'},      {U'\u0131', 'i'}, {U'\u0251', 'a'},
    {U'\u0261', 'g'}, {U'\u0269', 'i'}, {U'\u03b1', 'a'}, {U'\u03b3', 'y'}, {U'\u03b5', 'e'},
    {U'\u03b7', 'n'}, {U'\u03b9', 'i'}, {U'\u03ba', 'k'}, {U'\u03bd', 'v'}, {U'\u03bf', 'o'},
    {U'\u03c1', 'p'}, {U'\u03c3', 'o'}, {U'\u03c4', 't'}, {U'\u03c5', 'u'}, {U'\u03c7', 'x'},
    {U'\u03c9', 'w'}, {U'\u0430', 'a'}, {U'\u0432', 'b'}, {U'\u0435', 'e'}, {U'\u043a', 'k'},
    {U'\u043c', 'm'}, {U'\u043d', 'h'}, {U'\u043e', 'o'}, {U'\u0440', 'p'}, {U'\u0441', 'c'},
    {U'\u0442', 't'}, {U'\u0443', 'y'}, {U'\u0445', 'x'}, {U'\u0455', 's'}, {U'\u0456', 'i'},
    {U'\u0458', 'j'}, {U'\u04bb', 'h'}, {U'\u04cf', 'l'}, {U'\u0501', 'd'}, {U'\u051b', 'q'},
    {U'\u051d', 'w'}, {U'\u0561', 'w'}, {U'\u0570', 'h'}, {U'\u0578', 'n'}, {U'\u057d', 'u'},
    {U'\u0581', 'g'}, {U'\u0585', 'o'},
});

bool is_ignored(char32_t c) {
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_PD:  // dashes of any length
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
            return true;
        default:
            return c == U'_';
    }
}

// Compatibility forms, case and width folded. Text that is no UTF-8 is itself.
std::string folded(std::string_view text) {
    utf8proc_uint8_t* out = nullptr;
    const auto length = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()),
        &out,
        static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                       UTF8PROC_IGNORE | UTF8PROC_STABLE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(out, &std::free);
    if (length < 0) {
        return std::string(text);
    }
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(length)};
}

}  // namespace

std::string likeness(std::string_view text) {
    const std::string plain = folded(text);
    std::string shape;
    for (std::string_view rest = plain; !rest.empty();) {
        const Decoded next = decode_utf8(rest);
        const char32_t c = next.code_point.value_or(0xFFFD);
        const auto* found = std::ranges::find(kLookAlikes, c, &std::pair<char32_t, char>::first);
        if (found != kLookAlikes.end()) {
            shape += found->second == 'i' ? 'l' : found->second;
        } else if (c == U'i') {
            shape += 'l';  // I, l and 1 are one stroke
        } else if (!is_ignored(c)) {
            append_utf8(shape, c);
        }
        rest.remove_prefix(next.length);
    }
    return shape;
}

}  // namespace invitectl
