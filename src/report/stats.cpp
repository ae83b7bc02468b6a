#include "invitectl/report/stats.hpp"

#include "tally_columns.hpp"

namespace invitectl::report {
namespace {

using analytics::Bucket;

std::string bucket_definition(Bucket bucket, const std::string& zone) {
    switch (bucket) {
        case Bucket::day:
            return "the day in " + zone;
        case Bucket::week:
            return "the ISO week in " + zone + ", Monday to Sunday";
        case Bucket::hour:
            return "the hour of the day in " + zone + ", all days together";
        case Bucket::weekday:
            break;
    }
    return "the day of the week in " + zone + ", all weeks together";
}

}  // namespace

Table stats_by_time(const std::vector<analytics::StatsRow>& rows,
                    const analytics::StatsRules& rules,
                    const std::string& zone_name) {
    const std::string word(to_text(rules.bucket));
    Table table;
    table.name = "stats";
    table.identity = {word};
    table.title = "Joins by " + word;
    table.columns = {column(word, word, Type::text, bucket_definition(rules.bucket, zone_name))};
    for (Column& counted : tally_columns(rules.outcome)) {
        table.columns.push_back(std::move(counted));
    }
    analytics::Tally total;
    std::vector<Row> cells;
    for (const analytics::StatsRow& row : rows) {
        cells.push_back({{row.bucket}});
        append_tally_cells(row.tally, cells.back().cells);
        total += row.tally;
    }
    table.rows = rows_of(std::move(cells));
    table.notes = {word + ": " + bucket_definition(rules.bucket, zone_name) + "."};
    for (const auto& notes :
         {outcome_notes(rules.outcome), sum_notes(total, rules.window, rules.now)}) {
        table.notes.insert(table.notes.end(), notes.begin(), notes.end());
    }
    table.empty_message = "no joins in this time";
    return table;
}

}  // namespace invitectl::report
