#include "invitectl/report/plan.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {

Table plan(const plan::Plan& effects) {
    Table table;
    table.name = "plan";
    table.title = "What would be done at Discord";
    table.columns = {
        column("action", "action", Type::enumeration, "the request that would be sent"),
        column("target", "to", Type::text, "what it is done to"),
        column("detail", "detail", Type::text, "the particulars"),
    };
    std::vector<Row> rows;
    for (const plan::Effect& effect : effects) {
        rows.push_back(
            {{std::string(plan::to_text(effect.action)), effect.target, text_cell(effect.detail)}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "nothing would be done at Discord";
    return table;
}

}  // namespace invitectl::report
