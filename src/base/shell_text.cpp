#include "invitectl/base/shell_text.hpp"

#include <algorithm>

namespace invitectl {

bool is_plain_in_shell(char c) {
    const bool letter_or_digit =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool beyond_ascii = static_cast<unsigned char>(c) >= 0x80;
    return letter_or_digit || beyond_ascii ||
           std::string_view("-_./,+%=:@").find(c) != std::string_view::npos;
}

std::string shell_quoted(std::string_view word) {
    if (!word.empty() && std::ranges::all_of(word, is_plain_in_shell)) {
        return std::string(word);
    }
    std::string out = "'";
    for (const char c : word) {
        out += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return out + "'";
}

}  // namespace invitectl
