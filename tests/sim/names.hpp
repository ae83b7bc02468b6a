// Names as a guild's members wear them: plain, international, and a few that try to break a
// terminal, a spreadsheet or a web page.
#pragma once

#include "tests/sim/random.hpp"

#include <string>

namespace invitectl::sim {

struct NameMix {
    double international = 0.3;  // share of display names outside ASCII
    double hostile = 0.02;       // share of display names made to do harm
};

struct Names {
    std::string username;      // lower-case ASCII, as Discord demands of people
    std::string display_name;  // any valid UTF-8; empty for about one in three
};

Names draw_names(Random& random, const NameMix& mix);

}  // namespace invitectl::sim
