// Marker roles: which source a role stands for, and who held one when first seen.
//
// A role stands for a source because somebody decided so; invites that give the role on acceptance
// belong to that source unless they are assigned otherwise (store/sources.hpp). Whoever holds it
// when a sweep first sees them came by such an invite, or was given it by hand in between: strong
// evidence, and no proof.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/reconcile/history.hpp"
#include "invitectl/store/journal.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

struct StoredMarker {
    std::int64_t id = 0;  // 1, 2, 3 … per guild; a later one about the same role holds
    RoleId role;
    std::optional<SourceId> source;  // absent: it stands for none any more
    Instant made_at;
    std::string author;
};

void mark_role(sql::Connection& connection,
               GuildId guild,
               RoleId role,
               std::optional<SourceId> source,
               const Decided& decided);
// Those in force, in the order in which they were made.
std::vector<StoredMarker> role_marks(sql::Connection& connection, GuildId guild);
// Those that hold.
std::map<RoleId, SourceId> marker_roles(sql::Connection& connection, GuildId guild);

// Roles of which it is written down who held them when first seen: those that stand for a source,
// and those that an invite gives.
std::set<RoleId> telling_roles(sql::Connection& connection, GuildId guild);

// What the member held of these, by id.
std::vector<RoleId> roles_when_seen(sql::Connection& connection,
                                    GuildId guild,
                                    UserId user,
                                    Instant joined_at);
// When the first of those who held the role joined.
std::optional<Instant> first_holder(sql::Connection& connection, GuildId guild, RoleId role);
// Codes of invites that give the role.
std::vector<InviteCode> codes_giving(sql::Connection& connection, GuildId guild, RoleId role);

// The invites one join may have come by, going by the marker roles the member held: those that
// give all of them, or any where none gives all, made before the join. Empty: no evidence.
std::vector<reconcile::StampedWay> stamped_ways(sql::Connection& connection,
                                                GuildId guild,
                                                UserId user,
                                                Instant joined_at);

// Of joins from `first` on that are not settled, by join id. Bots are left out.
std::vector<reconcile::Stamp> open_stamps(sql::Connection& connection, GuildId guild, JoinId first);

}  // namespace invitectl::store
