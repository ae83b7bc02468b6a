// Who stays, as tables: shares after N days by group and cohort, and the curve of all days.
#pragma once

#include "invitectl/analytics/retention.hpp"
#include "invitectl/analytics/stays.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <vector>

namespace invitectl::report {

struct RetentionInput {
    analytics::Retention retention;
    const analytics::Dictionaries& dictionaries;  // those of the retention; used by the call only
    Names names;
    std::int64_t min_joins = 5;  // shares of fewer are marked "few"
    std::size_t limit = 0;       // groups shown; 0: all
};

// A row per group, cohort or both; for each N the share, of how many, and a mark: "part" where not
// every join of the row has reached day N, "few" where there are fewer than min_joins, "none" where
// nobody has got so far, which leaves the share empty.
Table retention(const RetentionInput& input);

struct CurveInput {
    std::vector<analytics::GroupStays> groups;
    analytics::StayRules rules;
    std::vector<int> days;
    const analytics::Dictionaries& dictionaries;
    Names names;
    std::size_t limit = 0;
};

// A row per group and day: the share still there with its 95 % band.
Table retention_curve(const CurveInput& input);

}  // namespace invitectl::report
