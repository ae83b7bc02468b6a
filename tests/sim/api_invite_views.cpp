#include "tests/sim/api_view_parts.hpp"
#include "tests/sim/api_views.hpp"

namespace invitectl::sim {

using nlohmann::json;

namespace {

json invite_guild_view(const GuildState& guild) {
    return {{"id", guild.id.text()},
            {"name", guild.name},
            {"splash", nullptr},
            {"banner", nullptr},
            {"description", nullptr},
            {"icon", nullptr},
            {"features", features_view(guild)},
            {"verification_level", 1},
            {"vanity_url_code", vanity_code_view(guild)},
            {"nsfw_level", 0},
            {"nsfw", false},
            {"premium_subscription_count", 14},
            {"premium_tier", 3}};
}

json invite_roles_view(const GuildState& guild, const InviteTerms& terms) {
    json roles = json::array();
    for (const RoleId id : terms.roles) {
        if (const RoleState* role = guild.role(id)) {
            roles.push_back({{"id", role->id.text()},
                             {"name", role->name},
                             {"position", role->position},
                             {"color", 0},
                             {"colors", colors_view()},
                             {"icon", nullptr},
                             {"unicode_emoji", nullptr}});
        }
    }
    return roles;
}

}  // namespace

json invite_view(const World& world,
                 const GuildState& guild,
                 const InviteState& invite,
                 bool metadata) {
    const InviteTerms& terms = invite.terms;
    json view = {
        {"type", 0},
        {"code", terms.code.text()},
        {"expires_at", terms.expires_at ? json(discord_time(*terms.expires_at)) : json(nullptr)},
        {"guild", invite_guild_view(guild)},
        {"guild_id", guild.id.text()}};
    if (terms.inviter) {
        view["inviter"] = user_view(*world.find_user(*terms.inviter));
    }
    if (const ChannelState* channel = guild.channel(*terms.channel)) {
        view["channel"] = {
            {"id", channel->id.text()}, {"type", channel->type}, {"name", channel->name}};
    }
    if (!terms.roles.empty()) {
        view["roles"] = invite_roles_view(guild, terms);
    }
    if (metadata) {
        view["uses"] = invite.visible;
        view["max_uses"] = terms.max_uses;
        view["max_age"] = terms.max_age;
        view["temporary"] = terms.temporary;
        view["created_at"] = discord_time(terms.created_at);
    }
    return view;
}

}  // namespace invitectl::sim
