// Invites, past and present, each with what is known of it.
#pragma once

#include "invitectl/analytics/code_findings.hpp"
#include "invitectl/domain/invite.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/domain/stream.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/sources.hpp"
#include "invitectl/report/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

// One life (epoch) of a code.
struct InviteLine {
    InviteTerms terms;
    int epoch = 1;
    Stream stream = Stream::invites;
    std::string state;               // "active", "expired", "used_up", "deleted", "vanity", "gone"
    std::optional<SourceId> source;  // assigned at the report's moment
    std::int64_t uses = 0;           // latest counter
    std::int64_t baseline_uses = 0;  // of these, from before the first reading
    std::int64_t joins = 0;          // credited to this code since
    double ghosts = 0;               // uses that nobody was seen for, expected number
};

Table invites(const std::vector<InviteLine>& lines, const Names& names);

// One code, with what was decided about it.
struct InviteView {
    InviteCode code;
    std::optional<InviteLine> line{};  // absent: never seen
    analytics::CodeFacts facts{};
    std::vector<AssignmentLine> assignments{};
    std::optional<UserId> credited{};  // whom a person credits for it now
    bool made_here = false;            // by `invite create`
};

// Parts: invite (a record; left out for a code never seen), findings, assignments.
Document invite_show(const InviteView& view, const Names& names);

}  // namespace invitectl::report
