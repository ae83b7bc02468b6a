// Who stays: the retention triangle.
#include "invitectl/report/charts.hpp"

#include "chapters.hpp"

namespace invitectl::report {
namespace {

std::string retention_words(const analytics::Retention& retention) {
    const std::vector<int>& days = retention.rules.days;
    std::string words;
    for (std::size_t i = 0; i < days.size(); ++i) {
        analytics::Retained sum;
        for (const analytics::RetentionRow& row : retention.rows) {
            sum.kept += row.at[i].kept;
            sum.lost += row.at[i].lost;
        }
        if (sum.decided() > 0) {
            words += (words.empty() ? "Still there after " : "; after ") + std::to_string(days[i]) +
                     (days[i] == 1 ? " day: " : " days: ") +
                     share_words(static_cast<std::int64_t>(sum.kept + 0.5),
                                 static_cast<std::int64_t>(sum.decided() + 0.5));
        }
    }
    return words.empty() ? "Nobody has been here for a day yet." : words + ".";
}

}  // namespace

Chapter retention_chapter(const Overview& overview) {
    const RetentionInput input{
        overview.retention, overview.dictionaries, overview.names, kSmallN, 0};
    Table table = retention(input);
    table.notes.insert(table.notes.begin(),
                       "Hatched: not everybody of the row has got so far, and where there is no "
                       "figure, nobody. Grey: fewer than " +
                           std::to_string(kSmallN) + " joins.");
    return {"retention",
            "Who stays",
            "Of those who joined in the same week or month, who is still there?",
            retention_words(overview.retention),
            retention_grid(input),
            {std::move(table)}};
}

}  // namespace invitectl::report
