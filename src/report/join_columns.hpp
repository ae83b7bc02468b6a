// The columns of a join, shared by lists, the single join and its explanation.
#pragma once

#include "invitectl/report/joins.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

std::vector<Column> join_columns();
std::vector<Cell> join_cells(const JoinLine& join, const Names& names);

// What a way in is called at each level: a name, or "(server)" and its like where there is none.
std::string way_code(Candidate::Kind kind, const std::optional<InviteCode>& code);
std::string way_inviter(Candidate::Kind kind,
                        const std::optional<UserId>& inviter,
                        const Names& names);
std::string way_source(Candidate::Kind kind,
                       const std::optional<SourceId>& source,
                       const Names& names);

std::string_view to_text(Candidate::Kind kind);

// "2026-08-01 14:00:05 UTC".
std::string format_moment(Instant t);

}  // namespace invitectl::report
