// How the words given to options are read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::cli {

// Stands for an optional value that was left out; no word of a command line can hold it.
inline const std::string kNoValue(1, '\0');

// Both return what is wrong, or nothing.
std::optional<std::string> read_whole_number(const std::string& text,
                                             std::int64_t min,
                                             std::int64_t max,
                                             std::int64_t& into);
std::optional<std::string> read_switch(const std::string& text, bool& into);

// "a, b, c"
std::string joined(const std::vector<std::string>& words);

}  // namespace invitectl::cli
