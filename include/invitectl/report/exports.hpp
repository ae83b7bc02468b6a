// Whole tables for other programs: the attribution record and what it refers to.
//
// Each is a list of the program with the guild before it and everything shown. All stream.
#pragma once

#include "invitectl/analytics/credits.hpp"
#include "invitectl/report/invites.hpp"
#include "invitectl/report/joins.hpp"
#include "invitectl/report/members.hpp"
#include "invitectl/report/sources.hpp"

#include <functional>
#include <vector>

namespace invitectl::report {

// The attribution record: a row per join.
Table export_joins(GuildId guild, JoinSource joins, Names names);

// A row per member present.
Table export_members(GuildId guild, MemberSource members, Names names);

// A row per code.
Table export_invites(GuildId guild, const std::vector<InviteLine>& lines, const Names& names);

Table export_sources(GuildId guild, const std::vector<SourceLine>& lines, const Names& names);

// A share of a join, or a bonus: the ledger behind the board by inviter.
struct CreditLine {
    JoinLine join;  // id 0: a bonus
    analytics::CreditShare share;
    std::int64_t number = 0;  // of the share, from 1
    std::int64_t bonus = 0;   // of a bonus: its number …
    std::int64_t worth = 0;   // … and amount
    Instant at;               // when somebody joined, or the bonus was given
};
using CreditSource = std::function<bool(CreditLine&)>;

Table export_credits(GuildId guild, CreditSource credits, Names names);

}  // namespace invitectl::report
