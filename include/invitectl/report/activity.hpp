// Who still writes, as a table: shares after N days by group and cohort.
#pragma once

#include "invitectl/analytics/activity.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/retention.hpp"
#include "invitectl/report/table.hpp"

namespace invitectl::report {

struct ActivityInput {
    analytics::Activity activity;
    const analytics::Dictionaries& dictionaries;  // used by the call only
    Names names;
    std::int64_t min_joins = 5;  // shares of fewer are marked "few"
    std::size_t limit = 0;       // groups shown; 0: all
};

// A row per group, cohort or both, as retention: with the joins that do not count, and with the
// mark "unread" where none does.
Table activity(const ActivityInput& input);

// The same shares for a picture of retention.
RetentionInput as_retention(const ActivityInput& input);

}  // namespace invitectl::report
