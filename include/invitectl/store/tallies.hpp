// Counts that one look at a table gives, for a screen that must appear at once.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/verdict.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <map>

namespace invitectl::store {

// Joins with an answer, by how sure the code is. Those that wait for their first reconcile are in
// none.
std::map<Verdict, std::int64_t> joins_by_verdict(sql::Connection& connection, GuildId guild);

// Members who joined at `since` or later, and left or not.
std::int64_t joins_since(sql::Connection& connection, GuildId guild, Instant since);
// Signs of a use in readings that ended at `since` or later: counters that moved, codes that came
// with uses, and codes that went, which may have been used up.
std::int64_t uses_since(sql::Connection& connection, GuildId guild, Instant since);

}  // namespace invitectl::store
