// Which joins a code could have brought.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/ports/sql.hpp"

#include <set>
#include <span>

namespace invitectl::store {

// Joins whose answer or one of whose candidates is one of the codes. One pass over the answers,
// however many codes there are.
std::set<JoinId> joins_reached_by(sql::Connection& connection,
                                  GuildId guild,
                                  std::span<const InviteCode> codes);

}  // namespace invitectl::store
