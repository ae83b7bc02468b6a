// auth status | can-i: the token, and what Discord allows its bot.
#include "invitectl/report/auth.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/workflow/abilities.hpp"

#include "commands/all.hpp"
#include "commands/lookups.hpp"

#include <algorithm>
#include <ostream>

namespace invitectl::commands {
namespace {

cli::ExitStatus run_status(cli::Context& context) {
    const FoundToken& found = context.token();
    context.print(report::auth_status(found.origin, std::string(found.token.last_four())));
    return cli::ExitStatus::ok;
}

struct CanOptions {
    std::optional<std::string> action;
};

void declare_can(cli::OptionSet& set, CanOptions& options) {
    set.positional("ACTION", options.action, "read-invites, create-invite …; without it, all");
}

struct Standing {
    BotIdentity bot;
    std::uint64_t permissions = 0;
};

Standing standing_in(cli::Context& context, const store::StoredGuild& guild) {
    Discord& discord = context.discord();
    context.progress().begin("asking Discord");
    const BotIdentity bot = discord.guilds.self();
    const auto guilds = discord.guilds.guilds();
    context.progress().end();
    const auto found = std::ranges::find(guilds, guild.guild.id, &GuildMembership::id);
    if (found == guilds.end()) {
        throw Error(ErrorCode::guild_gone,
                    "the bot is not in the guild " + guild.alias,
                    "it was removed, or the token belongs to another bot",
                    "invitectl doctor");
    }
    return {bot, found->permissions};
}

std::string needs_of(const workflow::Ability& ability) {
    return ability.members_intent ? "the Server Members Intent"
                                  : std::string(ability.permission_name);
}

cli::ExitStatus answer(const workflow::Ability& ability,
                       const Standing& standing,
                       const store::StoredGuild& guild,
                       cli::Context& context) {
    const bool allowed = has_ability(ability, standing.permissions, standing.bot);
    context.out() << (allowed ? "yes\n" : "no\n");
    if (allowed) {
        return cli::ExitStatus::ok;
    }
    throw Error(ability.members_intent ? ErrorCode::missing_intent : ErrorCode::missing_permission,
                "the bot may not " + std::string(ability.action) + " in " + guild.alias,
                "it lacks " + needs_of(ability),
                ability.members_intent
                    ? "switch it on at https://discord.com/developers/applications (Bot)"
                    : "grant it to the bot's role: Server Settings, Roles");
}

cli::ExitStatus run_can(const CanOptions& options, cli::Context& context) {
    const workflow::Ability* asked =
        options.action ? &workflow::find_ability(*options.action) : nullptr;
    const store::StoredGuild guild = context.guild();
    const Standing standing = standing_in(context, guild);
    if (asked != nullptr) {
        return answer(*asked, standing, guild, context);
    }
    std::vector<report::AbilityLine> lines;
    for (const workflow::Ability& ability : workflow::abilities()) {
        lines.push_back({std::string(ability.action),
                         has_ability(ability, standing.permissions, standing.bot),
                         needs_of(ability),
                         std::string(ability.serves)});
    }
    context.print(report::abilities(lines));
    return cli::ExitStatus::ok;
}

}  // namespace

cli::Command auth_status() {
    return {.path = "auth status",
            .group = cli::Group::start,
            .summary = "Where the bot's token comes from",
            .description =
                "Shows the place and the last four characters, never more, and asks "
                "Discord nothing. The order of the places is in: invitectl help "
                "environment.",
            .examples = {{"invitectl auth status", "the place that counts"},
                         {"invitectl auth status --token-file token", "of another one"}},
            .needs = {.table = true, .discord = true},
            .body = cli::body(run_status),
            .tables = [] { return std::vector{report::auth_status("", "")}; }};
}

cli::Command auth_can_i() {
    return {.path = "auth can-i",
            .group = cli::Group::start,
            .summary = "Whether Discord allows the bot to do something",
            .description =
                "Prints yes and ends with 0, or no and 4. By the permissions of the bot's roles; "
                "what a single channel denies is not seen.",
            .examples = {{"invitectl auth can-i read-invites", "can the counters be read?"},
                         {"invitectl auth can-i", "every action, as a table"}},
            .needs = {.guild = true, .table = true, .discord = true},
            .body = cli::body(declare_can, run_can),
            .tables = [] { return std::vector{report::abilities({})}; }};
}

}  // namespace invitectl::commands
