// What tables of shares by group and cohort have in common.
#pragma once

#include "invitectl/analytics/retention.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace invitectl::report {

void append(std::vector<Column>& columns, std::vector<Column> more);

// Only the first `limit` groups; special rows always.
class GroupLimit {
  public:
    explicit GroupLimit(std::size_t limit) : limit_(limit) {}

    bool shows(const analytics::RowKey& key);

  private:
    std::size_t limit_;
    std::set<analytics::RowKey> shown_;
};

// "Who stays by source and week", with the columns that name a row and say how many joins it has.
Table cohort_table(std::string name, std::string title, const analytics::RetentionRules& rules);
// The cells that name a row.
std::vector<Cell> leading_cells(const analytics::RowKey& key,
                                const std::optional<std::chrono::sys_days>& cohort,
                                const analytics::RetentionRules& rules,
                                const analytics::Dictionaries& dictionaries,
                                const Names& names);

// Rows of the first `limit` groups and of all special ones; returns how many are left out.
template <class Counted, class Cells>
std::size_t fill_rows(Table& table,
                      const std::vector<Counted>& all,
                      std::size_t limit,
                      bool grouped,
                      const Cells& cells_of) {
    GroupLimit shown(limit);
    std::size_t left_out = 0;
    std::vector<Row> rows;
    for (const Counted& row : all) {
        if (shown.shows(row.key)) {
            rows.push_back({cells_of(row), grouped && row.key.kind != analytics::RowKind::group});
        } else {
            ++left_out;
        }
    }
    table.rows = rows_of(std::move(rows));
    return left_out;
}

std::string day_title(int n);  // "day 7"
std::string title_of(std::string what, const std::optional<analytics::Axis>& axis);
std::string window_note(const TimeRange& window, Instant now);
void note_left_out(std::size_t groups, Table& table);

}  // namespace invitectl::report
