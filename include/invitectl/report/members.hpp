// Members: who is here, and what is known of one of them.
#pragma once

#include "invitectl/domain/standing.hpp"
#include "invitectl/report/invites.hpp"
#include "invitectl/report/joins.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::report {

struct MemberLine {
    JoinLine join;      // id 0: a member from before tracking began
    std::string label;  // what a person said of such a member: a source; empty: nothing
};
using MemberSource = std::function<bool(MemberLine&)>;

// Streams: one row per member present.
Table members(MemberSource source, Names names);

struct MemberView {
    UserId user;
    std::optional<Person> person;
    std::int64_t invited = 0;   // joins credited to this user
    std::int64_t retained = 0;  // of these, members who stayed
    Exclusion exclusion;
    std::vector<MemberLine> spells;   // oldest first
    std::vector<InviteLine> invites;  // codes this user made
};

// Parts: member (a record), joins, invites.
Document member_show(const MemberView& view, const Names& names);

}  // namespace invitectl::report
