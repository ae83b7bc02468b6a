// What the rows of boards and their like are called.
#pragma once

#include "invitectl/analytics/placement.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

// The column that tells groups apart: "inviter_id", "code".
std::string identity_key(analytics::Axis axis);

// Name, identity (but of codes) and kind: what stands left of the counts.
std::vector<Column> naming_columns(analytics::Axis axis);
std::vector<Cell> naming_cells(const analytics::RowKey& key,
                               analytics::Axis axis,
                               const analytics::Dictionaries& dictionaries,
                               const Names& names);

}  // namespace invitectl::report
