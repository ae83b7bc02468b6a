// Long tables a page at a time: the first rows, and those after a row that was seen before.
#pragma once

#include "invitectl/report/table.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace invitectl::report {

// What a limit let through; complete when the rows have been read to their end.
struct PageCount {
    std::int64_t shown = 0;     // ordinary rows
    std::int64_t left_out = 0;  // ordinary rows cut off
    bool more = false;          // there are more than those: counting a streaming table stops early
    std::string last;           // cursor of the last row shown; empty where the table has none
};

// The first `limit` ordinary rows and every special one. 0: no limit. Rows are pulled one by one.
Table limit_rows(Table table, std::size_t limit, std::shared_ptr<PageCount> count);

// The rows after the one that `cursor` names, whatever the order; the cursor of a row is the values
// of the table's identity columns with colons between, so rows that come in later move nothing.
// Special rows stay. Throws Error(bad_value) when no row has it, Error(usage) for a table whose
// rows have no identity.
Table rows_after(Table table, std::string cursor);

}  // namespace invitectl::report
