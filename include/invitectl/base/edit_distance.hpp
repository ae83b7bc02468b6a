// How far a word is from another: for "did you mean".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl {

// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
int edit_distance(std::string_view a, std::string_view b);

// The nearest candidate within two edits (one for words of up to three letters), upper and lower
// case alike; the first of equally near ones. Nothing when none is near.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

// All that are equally near, each once, in their order.
std::vector<std::string> all_nearest(std::string_view word,
                                     std::span<const std::string> candidates);

}  // namespace invitectl
