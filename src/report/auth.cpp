#include "invitectl/report/auth.hpp"

#include "cells.hpp"

#include <utility>

namespace invitectl::report {

Table auth_status(const std::string& origin, const std::string& last_four) {
    Table table;
    table.name = "auth status";
    table.title = "Token";
    table.columns = {
        column("source", "source", Type::text, "where the token was found; the first place wins"),
        column("last_four",
               "ends in",
               Type::text,
               "its last four characters; empty: too short to show any"),
    };
    return record_table(std::move(table), {{origin, text_cell(last_four)}});
}

Table abilities(const std::vector<AbilityLine>& lines) {
    Table table;
    table.name = "auth can-i";
    table.title = "What the bot may do";
    table.columns = {
        column("action", "action", Type::enumeration, "what to ask about: auth can-i ACTION"),
        column("allowed", "allowed", Type::boolean, "by the bot's roles; channels may deny it"),
        column("needs", "needs", Type::text, "the permission or intent"),
        column("serves", "for", Type::text, "what needs it"),
    };
    std::vector<Row> rows;
    for (const AbilityLine& line : lines) {
        rows.push_back({{line.action, line.allowed, line.needs, line.serves}});
    }
    table.rows = rows_of(std::move(rows));
    return table;
}

}  // namespace invitectl::report
