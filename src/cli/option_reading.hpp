// Which words of a command line belong to which option. The only place that knows CLI11.
#pragma once

#include "invitectl/cli/option_set.hpp"

#include <list>
#include <span>
#include <string>
#include <vector>

namespace invitectl::cli {

// What was found for an option: nothing, or the words given.
struct Found {
    Option* option;
    std::vector<std::string> words;
};

struct ReadWords {
    std::list<Found> options;  // one for each option that is no positional
    std::vector<std::string> positionals;
};

// Throws Error(usage) for what is unknown, naming the nearest, and for missing values.
ReadWords read_words(std::span<const std::string> words, std::list<Option>& options);

}  // namespace invitectl::cli
