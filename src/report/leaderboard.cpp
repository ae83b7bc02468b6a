#include "invitectl/report/leaderboard.hpp"

#include "cells.hpp"
#include "cost_columns.hpp"
#include "group_names.hpp"
#include "tally_columns.hpp"

#include <cmath>
#include <utility>

namespace invitectl::report {
namespace {

using analytics::Axis;
using analytics::Board;
using analytics::BoardRow;
using analytics::Denial;
using analytics::RowKey;
using analytics::RowKind;

std::vector<Cell> names_of(const BoardRow& row, const LeaderboardInput& input) {
    return naming_cells(row.key, input.board.rules.axis, input.dictionaries, input.names);
}

// What stands right of the counts. The first ones are the last to go where room is short.
std::vector<Column> certainty_columns() {
    return {
        column("certain",
               "certain",
               Type::integer,
               "of the joins, those attributed with certainty: by hand, by Discord or by proof",
               Room::if_there,
               "joins"),
        column("baseline",
               "baseline",
               Type::integer,
               "uses from before tracking began; nobody knows who they were, so they are no joins",
               Room::if_there,
               "uses"),
        column("expected",
               "expected",
               Type::real,
               "joins with every open one counted by its probabilities",
               Room::if_there,
               "joins"),
        column("expected_spread",
               "+/-",
               Type::real,
               "standard deviation of the expected joins",
               Room::if_there,
               "joins"),
        column("ghosts",
               "ghosts",
               Type::real,
               "expected number of uses whose member was never seen; they are no joins",
               Room::if_there,
               "uses"),
        column("credited",
               "credited",
               Type::integer,
               "joins that count for the group: all but the fake ones; 0 in special rows",
               Room::machines,
               "joins"),
        column("manual",
               "by hand",
               Type::integer,
               "of the certain joins, those that somebody labelled",
               Room::machines,
               "joins"),
        column("labelled_before",
               "labelled before",
               Type::integer,
               "members from before tracking began whom somebody labelled; they are no joins",
               Room::machines,
               "members"),
    };
}

void append_certainty_cells(const BoardRow& row, std::vector<Cell>& cells) {
    const std::initializer_list<Cell> own = {row.certain,
                                             row.baseline,
                                             row.expected,
                                             std::sqrt(row.variance),
                                             row.ghosts,
                                             row.credited,
                                             row.manual,
                                             row.labelled_before};
    cells.insert(cells.end(), own);
}

// What is given by hand, and what ranks by share: where the board has them.
std::vector<Column> extra_columns(const Board& board) {
    std::vector<Column> columns;
    if (board.rules.axis == Axis::inviter) {
        columns.push_back(column("bonus",
                                 "bonus",
                                 Type::integer,
                                 "given or taken by hand with \"invitectl bonus\"; no joins",
                                 board.total.bonus != 0 ? Room::if_there : Room::machines));
    }
    columns.push_back(share_column(
        "least_share",
        "at least",
        "the share that so many joins leave plausible: Wilson's lower bound "
        "at 95 %, which --rank share goes by",
        "of kept_of",
        board.rules.ranking == analytics::Ranking::share ? Room::always : Room::machines));
    return columns;
}

void append_extra_cells(const BoardRow& row, const Board& board, std::vector<Cell>& cells) {
    if (board.rules.axis == Axis::inviter) {
        cells.emplace_back(row.bonus);
    }
    cells.push_back(cell(row.tally.least_share()));
}

void append(std::vector<Column>& columns, std::vector<Column> more) {
    for (Column& column : more) {
        columns.push_back(std::move(column));
    }
}

void append(std::vector<std::string>& notes, const std::vector<std::string>& more) {
    notes.insert(notes.end(), more.begin(), more.end());
}

Column rank_column(const Board& board) {
    return column("rank",
                  "#",
                  Type::integer,
                  "place among the groups, ordered by " +
                      std::string(to_text(board.rules.ranking)) + "; special rows have none");
}

// Share of all joins of the board; nothing where there are none.
Cell share_of_all(const BoardRow& row, const Board& board) {
    if (board.total.tally.joins == 0) {
        return {};
    }
    return static_cast<double>(row.tally.joins) / static_cast<double>(board.total.tally.joins);
}

std::optional<std::int64_t> spent_on(const BoardRow& row, const LeaderboardInput& input) {
    if (row.key.kind != RowKind::group) {
        return {};
    }
    const auto& source = input.dictionaries.sources[static_cast<std::size_t>(row.key.id)];
    const auto found = input.spent.find(source.id);
    return found == input.spent.end() ? std::nullopt : std::optional(found->second);
}

// A special row prints where it applies: where it has anything at all.
bool is_nothing(const BoardRow& row) {
    return row.tally.joins == 0 && row.bonus == 0 && row.baseline == 0 && row.expected == 0 &&
           row.ghosts == 0 && row.labelled_before == 0;
}

// Groups in order, then the special rows; `fill` appends the cells of one.
template <class Fill>
RowSource board_rows(const Board& board, Fill fill) {
    std::vector<Row> rows;
    for (const BoardRow& row : board.groups) {
        rows.emplace_back();
        fill(row, rows.size(), rows.back().cells);
    }
    for (const BoardRow& row : board.specials) {
        if (is_nothing(row)) {
            continue;
        }
        rows.emplace_back();
        rows.back().special = true;
        fill(row, std::size_t{0}, rows.back().cells);
    }
    return rows_of(std::move(rows));
}

std::vector<std::string> board_notes(const Board& board) {
    std::vector<std::string> notes;
    if (board.total.tally.joins == 0) {
        notes.emplace_back(
            "No joins in this time. Who was a member before the first reading is no join.");
    }
    if (board.rules.ranking == analytics::Ranking::share) {
        notes.push_back("Ranked by the least share that the joins leave plausible (95 %)" +
                        (board.rules.min_decided > 1
                             ? "; groups of fewer than " + std::to_string(board.rules.min_decided) +
                                   " come last."
                             : std::string(".")));
    }
    append(notes, outcome_notes(board.rules.outcome));
    append(notes, sum_notes(board.total.tally, board.rules.window, board.rules.now));
    return notes;
}

std::string denial_name(Denial denial) {
    switch (denial) {
        case Denial::labelled:
            return "(labelled)";
        case Denial::ignored_code:
            return "(ignored code)";
        case Denial::excluded_inviter:
            return "(excluded inviter)";
        case Denial::bot_invite:
            return "(made by a bot)";
        case Denial::excluded_member:
            return "(excluded member)";
        case Denial::self_invite:
            return "(own invite)";
        case Denial::rejoin:
            return "(rejoin)";
        case Denial::young_inviter:
            return "(young inviter)";
        case Denial::young_member:
        case Denial::none:
            break;
    }
    return "(young member)";
}

}  // namespace

std::string special_name(const RowKey& key) {
    switch (key.kind) {
        case RowKind::others:
            return "(others)";
        case RowKind::server:
            return "(server)";
        case RowKind::no_invite:
            return "(no invite)";
        case RowKind::bot:
            return "(bot)";
        case RowKind::no_inviter:
            return "(no inviter)";
        case RowKind::no_channel:
            return "(no channel)";
        case RowKind::unassigned:
            return "(unassigned)";
        case RowKind::hidden:
            return "(hidden)";
        case RowKind::denied:
            return denial_name(key.denial);
        case RowKind::open:
        case RowKind::group:
            break;
    }
    return "(open)";
}

Table leaderboard(const LeaderboardInput& input) {
    const Board& board = input.board;
    Table table;
    table.name = "leaderboard";
    table.identity = {identity_key(board.rules.axis)};
    table.title = "Leaderboard by " + std::string(to_text(board.rules.axis));
    table.columns = {rank_column(board)};
    append(table.columns, naming_columns(board.rules.axis));
    append(table.columns, tally_columns(board.rules.outcome));
    append(table.columns, extra_columns(board));
    append(table.columns, certainty_columns());
    table.rows = board_rows(
        board, [&input](const BoardRow& row, std::size_t rank, std::vector<Cell>& cells) {
            const std::size_t place = rank + input.board.rules.skip;
            cells = {rank == 0 ? Cell{} : Cell{static_cast<std::int64_t>(place)}};
            for (Cell& naming : names_of(row, input)) {
                cells.push_back(std::move(naming));
            }
            append_tally_cells(row.tally, cells);
            append_extra_cells(row, input.board, cells);
            append_certainty_cells(row, cells);
        });
    table.notes = board_notes(board);
    table.empty_message = "no joins yet";
    return table;
}

Table stats_by_group(const LeaderboardInput& input) {
    const Board& board = input.board;
    Table table;
    table.name = "stats";
    table.identity = {identity_key(board.rules.axis)};
    table.title = "Joins by " + std::string(to_text(board.rules.axis));
    table.columns = naming_columns(board.rules.axis);
    append(table.columns, tally_columns(board.rules.outcome));
    table.columns.push_back(share_column("share_of_joins",
                                         "of all",
                                         "joins of this row among the joins of all rows",
                                         "of joins",
                                         Room::if_there));
    const bool with_costs = !input.spent.empty();
    if (with_costs) {
        append(table.columns, cost_columns());
    }
    table.rows = board_rows(
        board, [&input, with_costs](const BoardRow& row, std::size_t, std::vector<Cell>& cells) {
            cells = names_of(row, input);
            append_tally_cells(row.tally, cells);
            cells.push_back(share_of_all(row, input.board));
            if (with_costs) {
                append_cost_cells(spent_on(row, input), row.tally, cells);
            }
        });
    table.notes = board_notes(board);
    if (with_costs) {
        table.notes.push_back(cost_note());
    }
    table.empty_message = "no joins in this time";
    return table;
}

}  // namespace invitectl::report
