// What every command does with a table before it is shown: choose columns and sort; see filter.hpp,
// paging.hpp and people.hpp for the rest.
#pragma once

#include "invitectl/report/table.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::report {

// All rows, special ones included. The table's source is used up.
std::vector<Row> collect(const Table& table);

// The named columns in the order given. Throws Error(bad_value) that lists the columns there are.
// Columns chosen by name are shown in every format.
Table select_columns(Table table, std::span<const std::string> keys);

// Orders by "key", "key:asc" or "key:desc" (comma-separated for several; ascending unless said).
// Equal rows keep their order, empty cells come last either way, special rows stay behind all
// others. Throws Error(bad_value) for an unknown key or direction.
Table sort_rows(Table table, std::string_view order);

// "a,b , c" → {"a", "b", "c"}, empty parts dropped.
std::vector<std::string> split_list(std::string_view text);

// All tables of a document in one, with a first column `section` (the part's name) and the columns
// of all parts; columns that a part lacks are empty. Columns of one key must have one type.
Table flatten(Document document);

// Leaves out the parts that people are spared (Table::only_with_rows). Collects their rows to know.
void spare_empty_parts(Document& document);

struct NamedTable {
    std::string guild;  // its alias
    Table table;
};

// The same report of several guilds, at least one, in one table with a first column `guild`.
Table of_all_guilds(std::vector<NamedTable> parts);

}  // namespace invitectl::report
