// The columns that say what joins came to, and the notes that define them: shared by all boards.
#pragma once

#include "invitectl/analytics/board.hpp"
#include "invitectl/domain/outcome.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/report/table.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

// joins, retained, kept_share, kept_of, fake, left, young, unsure: in this order, as tally_cells
// gives them.
std::vector<Column> tally_columns(const OutcomeRules& rules);
void append_tally_cells(const analytics::Tally& tally, std::vector<Cell>& cells);

// What the outcomes mean with these thresholds.
std::vector<std::string> outcome_notes(const OutcomeRules& rules);

// "joins from … until …, as of …", and what the rows add up to.
std::vector<std::string> sum_notes(const analytics::Tally& total,
                                   const TimeRange& window,
                                   Instant now);

}  // namespace invitectl::report
