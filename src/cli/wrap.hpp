// Paragraphs of at most 80 cells.
#pragma once

#include <string>
#include <string_view>

namespace invitectl::cli {

inline constexpr int kHelpWidth = 80;

// The text broken between words, every line `indent` cells to the right; each ends in a line break.
// The first line stands behind `start`, which takes its place in the indent where it fits and a
// line of its own where it does not. An empty line in the text stays one.
std::string wrapped(std::string_view text, int indent, std::string_view start = {});

}  // namespace invitectl::cli
