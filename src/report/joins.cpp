#include "invitectl/report/joins.hpp"

#include "cells.hpp"
#include "join_columns.hpp"

#include <memory>
#include <utility>

namespace invitectl::report {

JoinSource joins_of(std::vector<JoinLine> joins) {
    struct State {
        std::vector<JoinLine> joins;
        std::size_t next = 0;
    };
    auto state = std::make_shared<State>(State{std::move(joins)});
    return [state](JoinLine& join) {
        if (state->next == state->joins.size()) {
            return false;
        }
        join = std::move(state->joins[state->next++]);
        return true;
    };
}

Table joins(JoinsInput input) {
    Table table;
    table.name = std::move(input.name);
    table.title = std::move(input.title);
    table.columns = join_columns();
    table.identity = {"join"};
    table.streams = true;
    table.rows = [next = std::move(input.joins), names = std::move(input.names), join = JoinLine{}](
                     Row& row) mutable {
        if (!next(join)) {
            return false;
        }
        row.special = false;
        row.cells = join_cells(join, names);
        return true;
    };
    table.notes = {
        "verdict: how sure the code is; an attribution that is open or unknown is left empty. "
        "As of " +
        format_moment(input.now) + "."};
    table.empty_message = "no joins";
    return table;
}

Table join_show(const JoinLine& join, const Names& names, Instant now) {
    Table table;
    table.name = "join show";
    table.title = "Join " + std::to_string(join.id);
    table.columns = join_columns();
    table.notes = {"As of " + format_moment(now) + "."};
    return record_table(std::move(table), {join_cells(join, names)});
}

}  // namespace invitectl::report
