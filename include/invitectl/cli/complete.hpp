// What a shell may offer for the word under the cursor, from the list of commands and the local
// database. Never from the network, and never an error: where there is nothing to offer, nothing
// is.
#pragma once

#include "invitectl/cli/command.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::cli {

struct Offer {
    std::string value;    // the whole word
    std::string meaning;  // one line; may be empty

    friend bool operator==(const Offer&, const Offer&) = default;
};

struct Offers {
    std::vector<Offer> values;  // those that begin with what is typed
    bool files = false;         // names of files as well
    bool unfinished = false;    // more is to follow in the same word: no space after it
};

// What stands behind a word such as GUILD or CODE. A function that is not set, or throws, offers
// nothing.
struct OfferSources {
    std::function<std::vector<Offer>()> guilds;
    std::function<std::vector<Offer>()> sources;
    std::function<std::vector<Offer>()> codes;
    std::function<std::vector<Offer>()> settings;
    // Of what the command prints, by its path.
    std::function<std::vector<Offer>(const Command&)> columns;
};

// `words` are those after the program's name, the last one being typed (it may be empty).
Offers complete(std::span<const std::string> words,
                std::span<const Command> commands,
                const OfferSources& sources);

// The words of a line up to the cursor as a shell would split it, the last one unfinished: quotes
// and backslashes are taken away. Without the program and what is set before it (A=b invitectl …).
std::vector<std::string> words_of_line(std::string_view line);

}  // namespace invitectl::cli
