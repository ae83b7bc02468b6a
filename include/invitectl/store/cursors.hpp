// How far something has been read: a number per guild and name.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace invitectl::store {

inline constexpr std::string_view kAuditCursor =
    "audit";  // highest audit entry id that was read past
// Microseconds: Discord was asked how whoever joined before came in.
inline constexpr std::string_view kStatedCursor = "stated";

std::optional<std::int64_t> cursor(sql::Connection& connection,
                                   GuildId guild,
                                   std::string_view name);
// Written only when it differs.
void set_cursor(sql::Connection& connection,
                GuildId guild,
                std::string_view name,
                std::int64_t value);

}  // namespace invitectl::store
