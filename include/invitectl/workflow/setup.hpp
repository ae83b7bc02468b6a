// Taking a guild under observation: is the bot there, and may it read what is needed?
#pragma once

#include "invitectl/ports/discord.hpp"
#include "invitectl/ports/sql.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::workflow {

struct Access {
    BotIdentity bot;
    Guild guild;
    bool can_read_audit_log = false;
};

// Asks Discord who the bot is and what it may do in the guild. Throws Error: missing_intent when
// the members intent is off, guild_gone when the bot is not in the guild (naming those it is in),
// missing_permission without Manage Server, and whatever the requests throw.
Access check_access(Discord& discord, GuildId guild);

// The same in steps, for who asks between them.
void require_members_intent(const BotIdentity& bot);
Access check_access(Discord& discord,
                    const BotIdentity& bot,
                    const std::vector<GuildMembership>& guilds,
                    GuildId guild);

// An alias for a guild from its name: lower case, hyphens, at most 32 characters, unlike the
// aliases taken; "guild" where nothing of the name can be used.
std::string propose_alias(std::string_view name, const std::vector<std::string>& taken);

// Adds the guild in a transaction of its own and returns its alias.
std::string add_guild(sql::Connection& database,
                      const Guild& guild,
                      const std::optional<std::string>& alias,
                      Instant now);

}  // namespace invitectl::workflow
