// Hostile text made harmless: names, channel names and error texts come from strangers.
//
// Bytes are kept as they came; whatever reaches a person goes through here. Nothing that moves a
// cursor, turns the reading order, hides, or is no character at all comes out: it is written
// visibly as \u{202e}, bytes that are no UTF-8 as \xNN. Line breaks and tabs count as cursor
// movements.
#pragma once

#include <string>
#include <string_view>

namespace invitectl {

enum class Charset {
    unicode,
    ascii,  // everything above U+007F is written visibly too
};

// Lossless: unescape gives the same bytes back. So that it is, a backslash that could be mistaken
// for one of ours is written as \u{5c}. A third combining mark on one base, and a mark without a
// base, are written visibly; joiners, variation selectors and tags stay inside emoji only.
std::string escape_for_terminal(std::string_view bytes, Charset charset = Charset::unicode);
void append_escaped(std::string& out, std::string_view bytes, Charset charset = Charset::unicode);

std::string unescape(std::string_view escaped);

// For a cell of a table or a line for people, where bytes need not be recovered: as above, but
// marks beyond the second are cut with "…", a text of nothing but blanks becomes "(blank name)",
// and one with right-to-left letters ends in " ⟨RTL⟩", which keeps terminals that reorder lines
// from pulling the next column into it. An empty text stays empty.
std::string text_for_people(std::string_view bytes, Charset charset = Charset::unicode);

// The characters that are never shown as they are outside an emoji sequence. JSON writes them as
// \uXXXX.
bool is_unsafe(char32_t code_point);

// The text as a JSON string with its quotes: unsafe characters as \uXXXX, bytes that are no UTF-8
// as U+FFFD.
std::string json_string(std::string_view bytes);
void append_json_string(std::string& out, std::string_view bytes);

}  // namespace invitectl
