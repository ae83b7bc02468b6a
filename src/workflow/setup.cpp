#include "invitectl/workflow/setup.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/store/guilds.hpp"

#include <algorithm>

namespace invitectl::workflow {

namespace {

constexpr std::size_t kLongestAlias = 32;

Error not_a_member(GuildId guild, const std::vector<GuildMembership>& guilds) {
    std::string why = "the bot is in ";
    for (std::size_t i = 0; i < guilds.size(); ++i) {
        why += (i == 0 ? "" : ", ") + guilds[i].id.text() + " (" + guilds[i].name + ")";
    }
    if (guilds.empty()) {
        why += "no guild at all";
    }
    return {ErrorCode::guild_gone,
            "the bot is not in the guild " + guild.text(),
            why,
            "invite the bot with the URL in the README, or choose one of its guilds"};
}

bool is_alias_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

void require_members_intent(const BotIdentity& bot) {
    if (!bot.members_intent) {
        throw Error(
            ErrorCode::missing_intent,
            "the bot may not list members",
            "the Server Members Intent is switched off for its application",
            "switch it on at https://discord.com/developers/applications (Bot), then run the "
            "command again");
    }
}

Access check_access(Discord& discord, GuildId guild) {
    const BotIdentity bot = discord.guilds.self();
    require_members_intent(bot);
    return check_access(discord, bot, discord.guilds.guilds(), guild);
}

Access check_access(Discord& discord,
                    const BotIdentity& bot,
                    const std::vector<GuildMembership>& guilds,
                    GuildId guild) {
    Access access;
    access.bot = bot;
    const auto found = std::ranges::find(guilds, guild, &GuildMembership::id);
    if (found == guilds.end()) {
        throw not_a_member(guild, guilds);
    }
    if (!permission::has(found->permissions, permission::kManageGuild)) {
        throw Error(ErrorCode::missing_permission,
                    "the bot lacks Manage Server in \"" + found->name + "\"",
                    "without it Discord hides the use counters of invites",
                    "grant it to the bot's role, then run the command again");
    }
    access.can_read_audit_log = permission::has(found->permissions, permission::kViewAuditLog);
    access.guild = discord.guilds.guild(guild).value;
    return access;
}

std::string propose_alias(std::string_view name, const std::vector<std::string>& taken) {
    std::string base;
    for (const char raw : name) {
        const char c = lower(raw);
        if (is_alias_character(c)) {
            base += c;
        } else if (!base.empty() && base.back() != '-') {
            base += '-';
        }
        if (base.size() == kLongestAlias) {
            break;
        }
    }
    while (!base.empty() && base.back() == '-') {
        base.pop_back();
    }
    const bool letters = std::ranges::any_of(base, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!letters) {  // digits alone would look like an id
        base = base.empty() ? "guild" : "guild-" + base;
    }
    std::string alias = base;
    for (int number = 2; std::ranges::find(taken, alias) != taken.end(); ++number) {
        alias = base + "-" + std::to_string(number);
    }
    return alias;
}

std::string add_guild(sql::Connection& database,
                      const Guild& guild,
                      const std::optional<std::string>& alias,
                      Instant now) {
    std::vector<std::string> taken;
    for (const store::StoredGuild& stored : store::guilds(database)) {
        taken.push_back(stored.alias);
    }
    const std::string chosen = alias ? *alias : propose_alias(guild.name, taken);
    sql::Transaction step(database);
    store::add_guild(database, guild, chosen, now);
    step.commit();
    return chosen;
}

}  // namespace invitectl::workflow
