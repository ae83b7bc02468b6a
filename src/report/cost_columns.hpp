// What joins of a source cost: per join, and per member who stayed with its 95 % interval.
#pragma once

#include "invitectl/analytics/board.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

std::vector<Column> cost_columns();
// `spent` in hundredths; absent: nothing was said, and all cells stay empty.
void append_cost_cells(const std::optional<std::int64_t>& spent,
                       const analytics::Tally& tally,
                       std::vector<Cell>& cells);
std::string cost_note();

}  // namespace invitectl::report
