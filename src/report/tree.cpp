#include "invitectl/report/tree.hpp"

#include "invitectl/base/time_text.hpp"

namespace invitectl::report {
namespace {

std::string place_text(const std::vector<int>& place) {
    std::string text;
    for (const int n : place) {
        text += (text.empty() ? "" : ".") + std::to_string(n);
    }
    return text;
}

}  // namespace

Table tree(const std::vector<analytics::TreeRow>& rows,
           const analytics::TreeRules& rules,
           const Names& names) {
    Table table;
    table.name = "tree";
    table.identity = {"inviter_id"};
    table.title = "Who invited whom";
    table.columns = {
        column("place", "place", Type::text, "\"2.1\": the first of those whom the second invited"),
        person_column("inviter", "inviter", "who invited others", "inviter_id"),
        person_id_column("inviter_id", "inviter id", "their identity"),
        column("depth", "depth", Type::integer, "1 for whom nobody invited", Room::machines),
        column("invited",
               "invited",
               Type::integer,
               "people who first came by an invite of theirs",
               Room::always,
               "people"),
        column("in_all",
               "in all",
               Type::integer,
               "these, whom these invited, and so on",
               Room::always,
               "people"),
        column("still_there",
               "still there",
               Type::integer,
               "of all, those who are members now",
               Room::always,
               "people"),
    };
    std::vector<Row> cells;
    for (const analytics::TreeRow& row : rows) {
        cells.push_back({{place_text(row.place),
                          person_text(row.user, names),
                          row.user.value,
                          static_cast<std::int64_t>(row.place.size()),
                          row.invited,
                          row.all,
                          row.still_there}});
    }
    table.rows = rows_of(std::move(cells));
    table.notes = {
        "Everybody stands under the inviter of their first credited join; a rejoin, or a "
        "circle, moves nobody. Who invited nobody is counted and not listed.",
        "As of " + format_compact(rules.now) + " UTC."};
    table.empty_message = "nobody has been invited by anybody yet, as far as is known";
    return table;
}

}  // namespace invitectl::report
