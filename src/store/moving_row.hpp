// The rule by which readings and sweeps are kept: a row per look with news, and after it at most
// one quiet row, which later quiet looks move forward in place.
#pragma once

#include "invitectl/domain/bracket.hpp"

#include <cstdint>
#include <optional>

namespace invitectl::store {

struct LastRow {
    std::int64_t number = 0;
    Bracket bracket;
    bool quiet = false;
};

struct RowPlan {
    std::int64_t number = 0;
    bool append = false;  // otherwise the row of this number moves
    bool quiet = false;
};

inline RowPlan plan_row(const std::optional<LastRow>& last, bool news) {
    if (!last) {
        return {.number = 1, .append = true, .quiet = false};
    }
    if (!news && last->quiet) {
        return {.number = last->number, .append = false, .quiet = true};
    }
    return {.number = last->number + 1, .append = true, .quiet = !news};
}

}  // namespace invitectl::store
