// Decisions of people about codes, users and settings.
#pragma once

#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/domain/standing.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/workflow/edit.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::workflow {

struct Assigned {
    std::int64_t joins = 0;              // whose answer changed
    std::vector<InviteCode> never_seen;  // accepted all the same; they may come
};

// Assigns the codes to the source of that name, from `from` on or for all history, and answers the
// joins they could have brought anew. Throws Error(not_found) naming the nearest sources,
// Error(refused) for a reserved or retired source, Error(bad_value) for a `from` in the future.
Assigned assign_codes(sql::Connection& database,
                      GuildId guild,
                      const std::vector<InviteCode>& codes,
                      std::string_view source_name,
                      std::optional<Instant> from,
                      const Author& author);

// The opposite: from `from` on, or for all history, the codes belong to no source.
Assigned unassign_codes(sql::Connection& database,
                        GuildId guild,
                        const std::vector<InviteCode>& codes,
                        std::optional<Instant> from,
                        const Author& author);

// Credits joins by the codes to `user`, from `from` on or for all history; absent: to who made
// them again.
Assigned credit_codes(sql::Connection& database,
                      GuildId guild,
                      const std::vector<InviteCode>& codes,
                      std::optional<UserId> user,
                      std::optional<Instant> from,
                      const Author& author);

// Leaves the codes out of the scopes named, or takes them in again; other scopes stay.
Assigned ignore_codes(sql::Connection& database,
                      GuildId guild,
                      const std::vector<InviteCode>& codes,
                      const IgnoreScope& scope,
                      bool ignored,
                      const Author& author);

// Denies credit to or for the users, or grants it again.
void exclude_users(sql::Connection& database,
                   GuildId guild,
                   const std::vector<UserId>& users,
                   const Exclusion& exclusion,
                   bool excluded,
                   const Author& author);

struct Marked {
    std::int64_t joins = 0;     // whose answer changed at once
    std::int64_t reopened = 0;  // joins to be worked out anew by the next sync or reconcile
};

// From now on the role stands for the source, or (without a name) for none: invites that give it
// belong to the source unless assigned otherwise, and whoever held it when first seen came by one.
// Throws as assign_codes.
Marked mark_source(sql::Connection& database,
                   GuildId guild,
                   RoleId role,
                   std::optional<std::string_view> source_name,
                   const Author& author);
// The same as part of a larger edit.
Marked mark_source_in(Edit& edit,
                      RoleId role,
                      std::optional<SourceId> source,
                      const store::Decided& decided);

}  // namespace invitectl::workflow
