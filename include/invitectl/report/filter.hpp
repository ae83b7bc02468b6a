// `--where`: simple conditions on the columns of a table.
//
//     verdict=open            equal; several values with commas: verdict=open,unknown
//     source~reddit           contains, A-Z in either case
//     joins>=10  p<90%        numbers, shares, durations (7d) and times compare by their values
//     source=                 has no value
//     != and !~               the opposite
//
// Conditions stand apart by blanks, all of them must hold; a value with blanks stands in quotes.
// Values are compared here, row by row: no text of a condition ever reaches the database.
#pragma once

#include "invitectl/report/table.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace invitectl::report {

// A time as the person typed it; throws Error(bad_value).
using TimeReader = std::function<Instant(std::string_view)>;

// The rows for which every condition of every text holds, special rows too. Rows are still pulled
// one by one. Throws Error(bad_value) for a text that is no condition, a column that is not there,
// and a value that does not fit it.
Table filter_rows(Table table, std::span<const std::string> conditions, const TimeReader& time);

}  // namespace invitectl::report
