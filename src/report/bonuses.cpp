#include "invitectl/report/bonuses.hpp"

namespace invitectl::report {

Table bonuses(const std::vector<BonusLine>& lines, const Names& names) {
    Table table;
    table.name = "bonuses";
    table.identity = {"bonus"};
    table.title = "Bonuses";
    table.columns = {
        column("bonus", "bonus", Type::integer, "its number"),
        person_column("inviter", "inviter", "who got it", "inviter_id"),
        person_id_column("inviter_id", "inviter id", "their identity"),
        column("amount", "amount", Type::integer, "how much; below 0 it was taken away"),
        column("made_at", "when", Type::instant, "when it was given"),
        column("author", "by", Type::text, "who gave it", Room::if_there),
        sentences("reason", "reason", "why it was given"),
    };
    std::vector<Row> rows;
    for (const BonusLine& line : lines) {
        rows.push_back({{line.id,
                         person_text(line.user, names),
                         line.user.value,
                         line.amount,
                         line.made_at,
                         line.author,
                         line.reason}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "no bonuses";
    return table;
}

}  // namespace invitectl::report
