// Which columns of a text table are shown, and how wide.
#pragma once

#include "invitectl/report/table.hpp"

#include <string>
#include <vector>

namespace invitectl::render {

// A column with the width its widest cell or its title would like.
struct Measured {
    std::size_t index = 0;  // among the table's columns
    int natural = 0;
    int title = 0;
    bool shrinkable = false;  // text, which may be cut with an ellipsis
    bool optional = false;    // may be left out
};

struct Layout {
    struct Shown {
        std::size_t index;
        int width;
    };
    std::vector<Shown> columns;
    std::vector<std::size_t> left_out;  // for lack of room
};

inline constexpr int kColumnGap = 2;

// Gives up optional columns from the right until the rest has room with its texts at a comfortable
// width, then evens out the widest texts. `width` 0: no limit. A table of too many columns that
// must be shown may come out wider than asked for.
Layout lay_out(std::vector<Measured> columns, int width);

}  // namespace invitectl::render
