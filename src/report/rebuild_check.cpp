#include "invitectl/report/rebuild_check.hpp"

namespace invitectl::report {

Table rebuild_check(const std::vector<DifferenceLine>& lines) {
    Table table;
    table.name = "reconcile";
    table.identity = {"table", "key"};
    table.title = "Stored answers that a rebuild from the facts does not give";
    table.columns = {
        column("table", "table", Type::enumeration, "which derived table the row belongs to"),
        column("key", "row", Type::text, "which row of it"),
        column(
            "stored", "stored", Type::text, "the row as it is stored; empty where there is none"),
        column("rebuilt",
               "rebuilt",
               Type::text,
               "the row as worked out anew; empty where there is none"),
    };
    std::vector<Row> rows;
    for (const DifferenceLine& line : lines) {
        rows.push_back({{line.table, line.key, line.stored, line.rebuilt}});
    }
    table.rows = rows_of(std::move(rows));
    table.empty_message = "A rebuild from the facts gives the same bytes as what is stored.";
    return table;
}

}  // namespace invitectl::report
