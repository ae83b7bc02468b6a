// What tables hold, told without running anything: for `explain`, `--json=help`, completion and the
// JSON schemas.
//
// A report built from nothing has all its columns, so no second description is needed.
#pragma once

#include "invitectl/report/table.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::report {

// The output of one command.
struct Described {
    std::string name;           // as its command is typed: "leaderboard", "join recent"
    std::string summary;        // what the command is for
    std::vector<Table> shapes;  // one for each set of columns it can have; no rows
};

// The columns of all shapes in order of appearance. Error(internal) where two of them give one key
// different types.
std::vector<Column> united_columns(std::string_view name, std::span<const Table> shapes);

// A row for each column: what `--json=help` prints.
Table describe_columns(const std::string& name, std::span<const Column> columns);

// A row for each table: what `explain` prints when it is not told what to explain.
Table list_tables(std::span<const Described> tables);

// What `words` name: a table ("leaderboard", "join recent", "joins" for the first one of joins), a
// column of one ("leaderboard.kept_share"), or a column wherever it is ("verdict").
// Error(not_found) names the nearest.
Table explain(std::span<const Described> tables, std::string_view words);

}  // namespace invitectl::report
