// Sources with their codes and what came by them.
#pragma once

#include "invitectl/domain/source.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct SourceLine {
    Source source;
    std::int64_t codes = 0;         // assigned to it at the report's moment
    std::int64_t active_codes = 0;  // of these, codes that still work
    std::int64_t joins = 0;         // credited to it
};

Table sources(const std::vector<SourceLine>& lines);

// A decision about a code.
struct AssignmentLine {
    InviteCode code;
    std::optional<SourceId> source;  // absent: to none from then on
    std::optional<Instant> from;     // absent: for all history
    Instant made_at;
    std::string author;
};

// Parts: source (a record), assignments.
Document source_show(const SourceLine& source,
                     const std::vector<AssignmentLine>& assignments,
                     const Names& names);

}  // namespace invitectl::report
