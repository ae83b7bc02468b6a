// Which invites only listed people may accept, and who these are.
//
// Who was ever seen on a list counts as listed: somebody taken off after joining came by it all the
// same.
#pragma once

#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/reconcile/history.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace invitectl::store {

struct TargetQuestion {
    InviteCode code;
    int epoch = 1;
    std::int64_t uses = 0;  // by the latest reading
    Instant created_at;
};

// Listed invites of which it is not known whether they are targeted, or that are and were used
// since. At most `limit`.
std::vector<TargetQuestion> untold_invites(sql::Connection& connection, GuildId guild, int limit);

// `users` absent: anybody may accept it. Returns whether this tells something new about who may
// have used it.
bool record_targets(sql::Connection& connection,
                    GuildId guild,
                    const TargetQuestion& invite,
                    const std::optional<std::vector<UserId>>& users,
                    Instant asked_at);

// Of those of the codes of which every life is targeted.
std::vector<reconcile::Targeting> targetings(sql::Connection& connection,
                                             GuildId guild,
                                             const std::vector<reconcile::CodeLife>& lives);
std::optional<reconcile::Targeting> targeting_of(sql::Connection& connection,
                                                 GuildId guild,
                                                 const InviteCode& code);

}  // namespace invitectl::store
