// Discord's ids: 63 usable bits that also carry their creation time.
//
// Bits 63..22 are milliseconds since 2015-01-01 (Discord's epoch). Ids above 2^63-1 are refused,
// since the databases we share SQL between have signed 64-bit integers only; Discord reaches that
// in 2084. Source: https://discord.com/developers/docs/reference#snowflakes
#pragma once

#include "invitectl/base/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl {

// Milliseconds from 1970 to 2015-01-01.
inline constexpr std::int64_t kDiscordEpochMs = 1'420'070'400'000;

// Digits only, 1..2^63-1; nothing for anything else.
std::optional<std::int64_t> parse_snowflake(std::string_view text);

// When the object with this id was made, to the millisecond.
Instant snowflake_time(std::int64_t id);

// The lowest id that could have been made at `t` or later: a cursor from a time.
std::int64_t first_snowflake_at(Instant t);

// An id of one kind of object; ids of different kinds do not mix.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    static std::optional<Id> parse(std::string_view text) {
        const auto id = parse_snowflake(text);
        return id ? std::optional<Id>(Id{*id}) : std::nullopt;
    }
    Instant created_at() const { return snowflake_time(value); }
    std::string text() const { return std::to_string(value); }

    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using GuildId = Id<struct GuildTag>;
using ChannelId = Id<struct ChannelTag>;
using RoleId = Id<struct RoleTag>;
using UserId = Id<struct UserTag>;
using AuditEntryId = Id<struct AuditEntryTag>;
using MessageId = Id<struct MessageTag>;

}  // namespace invitectl

template <class Tag>
struct std::hash<invitectl::Id<Tag>> {
    std::size_t operator()(const invitectl::Id<Tag>& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
