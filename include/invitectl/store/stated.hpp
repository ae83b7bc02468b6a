// What Discord itself said of how members came in (members-search), kept per join.
//
// The first word about a join stays: Discord writes it down when the member comes, and a later
// answer that differs tells nothing about that moment.
#pragma once

#include "invitectl/domain/stated_source.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/reconcile/history.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace invitectl::store {

struct StatedNews {
    std::int64_t recorded = 0;  // joins of which nothing was said before
    // Of these, the earliest one that had been settled without the statement: its component has to
    // be opened again (store/attributions.hpp, unsettle_from).
    std::optional<Instant> settled_since;
};

// Of joins nobody has seen yet as well; they count as soon as a sweep sees the member.
StatedNews record_stated_sources(sql::Connection& connection,
                                 GuildId guild,
                                 std::span<const StatedSource> stated,
                                 Instant stated_at);

// By the time of the join.
std::vector<StatedSource> stated_sources(sql::Connection& connection, GuildId guild);

std::optional<StatedSource> stated_source(sql::Connection& connection,
                                          GuildId guild,
                                          UserId user,
                                          Instant joined_at);

// About joins from `first` on that are not settled, by join id. Bots are left out: who added them
// is in the audit log.
std::vector<reconcile::Statement> open_statements(sql::Connection& connection,
                                                  GuildId guild,
                                                  JoinId first);

}  // namespace invitectl::store
