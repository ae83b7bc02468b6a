// Codes and people that are kept out of what is shown or earned.
#pragma once

#include "invitectl/domain/standing.hpp"
#include "invitectl/store/sources.hpp"

#include <map>

namespace invitectl::store {

// Supersedes what was said of the code; a scope of nothing shows it everywhere again.
void ignore_code(sql::Connection& connection,
                 GuildId guild,
                 const InviteCode& code,
                 const IgnoreScope& scope,
                 const Decided& decided);
// Those that are ignored anywhere.
std::map<InviteCode, IgnoreScope> ignored_codes(sql::Connection& connection, GuildId guild);

void exclude_user(sql::Connection& connection,
                  GuildId guild,
                  UserId user,
                  const Exclusion& exclusion,
                  const Decided& decided);
// Those that are excluded in any way.
std::map<UserId, Exclusion> exclusions(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
