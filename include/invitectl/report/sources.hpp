// Sources with their codes and what came by them.
#pragma once

#include "invitectl/domain/money.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct SourceLine {
    Source source;
    std::int64_t codes = 0;            // assigned to it at the report's moment
    std::int64_t active_codes = 0;     // of these, codes that still work
    std::int64_t joins = 0;            // credited to it, fakes included
    std::int64_t retained = 0;         // of these, members who stayed
    std::optional<Hundredths> cost{};  // absent: nothing was said
};

Table sources(const std::vector<SourceLine>& lines, const Names& names);

struct CostLine {
    Hundredths amount = 0;
    TimeRange over;
};

// A decision about a code.
struct AssignmentLine {
    InviteCode code;
    std::optional<SourceId> source;  // absent: to none from then on
    std::optional<Instant> from;     // absent: for all history
    Instant made_at;
    std::string author;
};

// As a part of a document.
Table assignments_part(const std::vector<AssignmentLine>& assignments, const Names& names);

// Parts: source (a record), assignments, costs.
Document source_show(const SourceLine& source,
                     const std::vector<AssignmentLine>& assignments,
                     const std::vector<CostLine>& costs,
                     const Names& names);

}  // namespace invitectl::report
