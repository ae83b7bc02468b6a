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
// Highest audit entry id whose kick or ban has been held against the members.
inline constexpr std::string_view kRemovalCursor = "removals";
// Microseconds: Discord was asked how whoever joined before came in.
inline constexpr std::string_view kStatedCursor = "stated";
// Highest message id of the system channel that was read past, and which channel that was.
inline constexpr std::string_view kJoinMessageCursor = "join_messages";
inline constexpr std::string_view kSystemChannelCursor = "system_channel";
// Microseconds: messages are read from here on.
inline constexpr std::string_view kMessagesSinceCursor = "messages_since";

std::optional<std::int64_t> cursor(sql::Connection& connection,
                                   GuildId guild,
                                   std::string_view name);
// Written only when it differs.
void set_cursor(sql::Connection& connection,
                GuildId guild,
                std::string_view name,
                std::int64_t value);

}  // namespace invitectl::store
