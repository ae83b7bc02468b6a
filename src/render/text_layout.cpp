#include "text_layout.hpp"

#include <algorithm>

namespace invitectl::render {
namespace {

// A text is not cut below this to make room for an optional column: a display name and the
// beginning of a username.
constexpr int kComfortable = 24;
constexpr int kLeast = 4;  // nor below this at all

int floor_of(const Measured& column, int least) {
    return column.shrinkable ? std::min(column.natural, std::max(least, column.title))
                             : column.natural;
}

int needed(const std::vector<Measured>& columns, int least) {
    int sum = columns.empty() ? 0 : -kColumnGap;
    for (const Measured& column : columns) {
        sum += floor_of(column, least) + kColumnGap;
    }
    return sum;
}

// Takes one cell after the other from the widest text until the table fits.
void shrink(std::vector<Measured>& columns, int width) {
    int excess = -width - kColumnGap;
    for (const Measured& column : columns) {
        excess += column.natural + kColumnGap;
    }
    for (; excess > 0; --excess) {
        Measured* widest = nullptr;
        for (Measured& column : columns) {
            const bool can_give = column.natural > floor_of(column, kLeast);
            if (can_give && (widest == nullptr || column.natural > widest->natural)) {
                widest = &column;
            }
        }
        if (widest == nullptr) {
            return;
        }
        --widest->natural;
    }
}

}  // namespace

Layout lay_out(std::vector<Measured> columns, int width) {
    Layout layout;
    if (width > 0) {
        while (needed(columns, kComfortable) > width) {
            const auto last = std::find_if(
                columns.rbegin(), columns.rend(), [](const Measured& c) { return c.optional; });
            if (last == columns.rend()) {
                break;
            }
            layout.left_out.insert(layout.left_out.begin(), last->index);
            columns.erase(std::next(last).base());
        }
        shrink(columns, width);
    }
    for (const Measured& column : columns) {
        layout.columns.push_back({column.index, column.natural});
    }
    return layout;
}

}  // namespace invitectl::render
