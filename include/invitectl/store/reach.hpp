// Which joins a code could have brought.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/ports/sql.hpp"

#include <set>

namespace invitectl::store {

// Joins whose answer or one of whose candidates is the code.
std::set<JoinId> joins_reached_by(sql::Connection& connection,
                                  GuildId guild,
                                  const InviteCode& code);

}  // namespace invitectl::store
