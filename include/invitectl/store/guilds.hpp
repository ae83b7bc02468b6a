// The guilds a database follows, and their channels.
//
// Everything in store/ takes the connection and the guild; what writes must run inside a
// transaction of the caller (sql::Transaction), so that one step of a sync is one transaction.
#pragma once

#include "invitectl/domain/guild.hpp"
#include "invitectl/ports/sql.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

struct StoredGuild {
    Guild guild;
    std::string alias;  // what people type after -g; unique
    Instant added_at;
    bool is_default = false;
};

// Adds the guild with its reserved sources; the first one becomes the default. Throws
// Error(already_exists) when the guild or the alias is there, Error(bad_value) for an alias that is
// empty, all digits, or has characters other than a-z A-Z 0-9 . _ -
void add_guild(sql::Connection& connection,
               const Guild& guild,
               const std::string& alias,
               Instant now);

// Throws Error(bad_value) for what cannot be a short name, as add_guild.
void check_alias(const std::string& alias);

// What Discord says of the guild now; written only where it differs.
void update_guild(sql::Connection& connection, const Guild& guild);
void make_default(sql::Connection& connection, GuildId guild);

// In the order in which they were added.
std::vector<StoredGuild> guilds(sql::Connection& connection);

// By alias, id or name; a name that several guilds share finds none.
std::optional<StoredGuild> find_guild(sql::Connection& connection, std::string_view text);
// The one chosen by make_default.
std::optional<StoredGuild> default_guild(sql::Connection& connection);

// Deletes every row of the guild: facts, decisions and derived rows.
void remove_guild(sql::Connection& connection, GuildId guild);

// Writes channels that are new or differ. Channels Discord no longer lists stay: invites refer to
// them.
void update_channels(sql::Connection& connection,
                     GuildId guild,
                     const std::vector<Channel>& channels);
std::map<ChannelId, Channel> channels(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
