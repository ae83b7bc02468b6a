// Who invited whom, as a table.
#pragma once

#include "invitectl/analytics/tree.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <vector>

namespace invitectl::report {

Table tree(const std::vector<analytics::TreeRow>& rows,
           const analytics::TreeRules& rules,
           const Names& names);

}  // namespace invitectl::report
