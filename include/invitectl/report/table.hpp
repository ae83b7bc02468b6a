// What every report is: columns that explain themselves, and rows.
//
// One description serves all formats, `--columns`, `--sort`, `--json=help` and `explain`. Cells
// hold raw values: exact bytes of names, whole instants, ids as numbers. How they look, and how
// hostile text is made harmless, is the renderer's business alone.
#pragma once

#include "invitectl/base/time.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace invitectl::report {

enum class Type {
    text,         // std::string, bytes as they came
    id,           // std::int64_t: a snowflake or another identity; JSON writes it as a string
    integer,      // std::int64_t
    real,         // double
    probability,  // double, 0..1; people see a percentage
    instant,      // Instant
    duration,     // Duration; machines see whole seconds
    boolean,      // bool
    enumeration,  // std::string: one word of an open-ended list
};

std::string_view to_text(Type type);

enum class Alignment { left, right };

// Numbers stand right, everything else left.
Alignment default_alignment(Type type);

enum class Room {
    always,    // shown in the narrowest table
    if_there,  // given up, the last of them first, where a text table would be too wide
    machines,  // never in a text table unless asked for with --columns; in every other format
};

struct Column {
    std::string key;    // stable: JSON key, CSV header, name for --columns and --sort
    std::string title;  // header of the text table
    Type type = Type::text;
    std::string unit;        // "s", "joins", "of joins" for a share, … or empty
    std::string definition;  // one sentence without a final full stop; never empty
    Alignment alignment = Alignment::left;
    Room room = Room::always;
    bool wraps = false;  // sentences: a text table breaks them over lines instead of cutting them
    bool exact = false;  // an instant that people need to the second, not as "3h ago"
    // Says who somebody is: the key of the column with the id of that person, which may be this
    // one.
    std::string person{};
    // Tells whoever can look accounts up who somebody is: an id holds the moment the account was
    // made. Shown to the day where people are hidden.
    bool gives_away = false;
};

// A text column of sentences; the last one of its table.
Column sentences(std::string key, std::string title, std::string definition);

// A share or a probability; `of` says of what: "of joins", "chance".
Column share_column(std::string key,
                    std::string title,
                    std::string definition,
                    std::string of,
                    Room room = Room::always);

// An instant that people need to the second: the bounds of a gap, a day that names a row.
Column exact_instant(std::string key,
                     std::string title,
                     std::string definition,
                     Room room = Room::always);

// A person's name, with their id in column `id_key`; and that column.
Column person_column(std::string key,
                     std::string title,
                     std::string definition,
                     std::string id_key,
                     Room room = Room::always);
Column person_id_column(std::string key, std::string title, std::string definition);

// When an account was made, or how old it was: as good as its id.
Column account_column(std::string key, std::string title, Type type, std::string definition);

// A column with the alignment its type has by default.
Column column(std::string key,
              std::string title,
              Type type,
              std::string definition,
              Room room = Room::always,
              std::string unit = {});

// std::monostate: nothing known or not applicable (JSON null, an empty CSV field).
using Cell =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Instant, Duration>;

inline bool is_empty(const Cell& cell) {
    return std::holds_alternative<std::monostate>(cell);
}

struct Row {
    std::vector<Cell> cells;  // one per column, of the column's type or empty
    bool special = false;     // "(open)" and its like: after all others, outside sorting and limits
};

// Fills `row` with the next row and returns true, or returns false at the end. A source runs once.
// What it fetches row by row may throw Error.
using RowSource = std::function<bool(Row& row)>;

RowSource rows_of(std::vector<Row> rows);

struct Table {
    std::string name;   // "leaderboard": what `explain` knows it by
    std::string title;  // one line for people; may be empty
    std::vector<Column> columns;
    RowSource rows;
    // Keys of the columns that together name a row for good: what its cursor is made of. Empty: a
    // short table, which needs no pages.
    std::vector<std::string> identity;
    bool streams = false;            // rows are fetched one by one, and there may be millions
    std::vector<std::string> notes;  // printed beneath a text table: definitions, as-of time, sums
    std::string empty_message;       // what people read instead of a table without rows
    bool only_with_rows = false;     // a part that people are spared while it has no rows
    bool record = false;             // one row that people read as a list of "title: value"
    // What people read instead of the rows, where it is not empty: a paragraph each; "- " begins an
    // item of a list. Machines get the rows.
    std::vector<std::string> story;
};

// A report of several parts. Formats for machines get one flat table with a column `section`.
struct Document {
    std::string name;
    std::string title;
    std::vector<Table> tables;
};

}  // namespace invitectl::report
