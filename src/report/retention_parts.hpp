// What tables of shares by group and cohort have in common.
#pragma once

#include "invitectl/analytics/retention.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <optional>
#include <set>
#include <string>
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

std::string day_title(int n);  // "day 7"
std::string title_of(std::string what, const std::optional<analytics::Axis>& axis);
std::string window_note(const TimeRange& window, Instant now);
void note_left_out(std::size_t groups, Table& table);

}  // namespace invitectl::report
