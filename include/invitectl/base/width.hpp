// How many cells of a terminal a text takes, by what people see as one character.
//
// Meant for text that went through base/escape.hpp. Flags, emoji joined or given colour by a
// variation selector, and keycaps take two cells; their code points one by one would give other
// sums.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace invitectl {

struct Grapheme {
    std::string_view bytes;
    int width = 0;
};

// The first grapheme cluster of a text that is not empty. A byte that is no UTF-8 stands alone with
// width 1.
Grapheme first_grapheme(std::string_view text);

int display_width(std::string_view text);

// The text where it fits, else as many graphemes as leave room for the ellipsis. Never wider than
// `width`, which may leave nothing at all.
std::string cut_to_width(std::string_view text, int width, std::string_view ellipsis = "…");

}  // namespace invitectl
