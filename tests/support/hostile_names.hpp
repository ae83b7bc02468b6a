// Names to try output with: those made to do harm, and those of ordinary people, who must not be
// mistaken for them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::testing {

// Valid UTF-8, as Discord gives it: terminal control, line breaks, turned reading order, invisible
// and blank characters, towers of marks, formulas, markup and escapes like our own, alone and in
// pieces between letters of many scripts. The same for the same seed.
std::vector<std::string> hostile_names(std::size_t count, unsigned seed);

// At least 2,000 names as people have them in many scripts, with emoji of every kind.
std::vector<std::string> ordinary_names();

// The first code point that no output for people may hold: a control but the line break, something
// invisible outside an emoji sequence, or something that turns the reading order. Empty: none.
// SGR sequences (colour) are left out of account where `colour` is set.
std::string first_forbidden(std::string_view output, bool colour = false);

}  // namespace invitectl::testing
