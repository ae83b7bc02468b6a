// Decisions of people about codes, users and settings.
#pragma once

#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/settings.hpp"
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

struct SettingChange {
    std::int64_t value = 0;
    std::int64_t reopened = 0;   // joins to be worked out anew by the next sync or reconcile
    std::string_view caution{};  // to be said to whoever switched it on for the first time
};

// `closed` and `no_ghosts` become a calibration, valid from `from` (the first reading by default);
// `from` means nothing for other keys: Error(bad_value). A value equal to the one in force changes
// nothing.
SettingChange change_setting(sql::Connection& database,
                             GuildId guild,
                             const SettingRow& row,
                             std::int64_t value,
                             std::optional<Instant> from,
                             const Author& author);

}  // namespace invitectl::workflow
