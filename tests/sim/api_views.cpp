#include "tests/sim/api_views.hpp"

#include "invitectl/base/time_text.hpp"

#include "tests/sim/api_view_parts.hpp"

#include <array>
#include <cstdio>

namespace invitectl::sim {

using nlohmann::json;

namespace {

constexpr int kGuildMembersLimited = 1 << 15;
constexpr int kMessageContentLimited = 1 << 19;
constexpr int kSuppressJoinMessages = 1;

json text_or_null(const std::string& text) {
    return text.empty() ? json(nullptr) : json(text);
}

std::string avatar_hash(const Person& person) {
    std::array<char, 40> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%016llx%016llx",
                  static_cast<unsigned long long>(person.id.value),
                  static_cast<unsigned long long>(person.id.value) ^ 0x9E3779B97F4A7C15ULL);
    return text.data();
}

// Discord keeps a count of its own that trails behind; a fixed share of the members are about.
void add_counts(json& view, const GuildState& guild) {
    view["approximate_member_count"] = guild.members.size();
    view["approximate_presence_count"] = guild.members.size() / 4;
}

}  // namespace

json features_view(const GuildState& guild) {
    json features = json::array({"COMMUNITY"});
    if (guild.vanity_feature) {
        features.push_back("VANITY_URL");
    }
    if (guild.discoverable) {
        features.push_back("DISCOVERABLE");
    }
    return features;
}

json vanity_code_view(const GuildState& guild) {
    return guild.vanity ? json(guild.vanity->code.text()) : json(nullptr);
}

json colors_view() {
    return {{"primary_color", 0}, {"secondary_color", nullptr}, {"tertiary_color", nullptr}};
}

std::string discord_time(Instant t) {
    std::string text = format_rfc3339(t);
    text.pop_back();  // Z
    return text + "+00:00";
}

json user_view(const Person& person) {
    json view = {{"id", person.id.text()},
                 {"username", person.username},
                 {"avatar", person.has_avatar ? json(avatar_hash(person)) : json(nullptr)},
                 {"discriminator", person.bot ? "4321" : "0"},
                 {"public_flags", 0},
                 {"flags", 0},
                 {"banner", nullptr},
                 {"accent_color", nullptr},
                 {"global_name", text_or_null(person.display_name)},
                 {"avatar_decoration_data", nullptr},
                 {"collectibles", nullptr},
                 {"primary_guild", nullptr}};
    if (person.bot) {
        view["bot"] = true;
    }
    return view;
}

json me_view(const World& world) {
    json view = user_view(*world.find_user(world.bot()));
    view["mfa_enabled"] = true;
    view["locale"] = "en-US";
    view["premium_type"] = 0;
    view["email"] = nullptr;
    view["verified"] = true;
    return view;
}

json application_view(const World& world) {
    const int flags = (world.members_intent() ? kGuildMembersLimited : 0) |
                      (world.content_intent() ? kMessageContentLimited : 0);
    const Person& bot = *world.find_user(world.bot());
    Person owner;
    owner.id = UserId{bot.id.value - 1};
    owner.username = "operator";
    return {{"id", bot.id.text()},
            {"name", bot.username},
            {"icon", nullptr},
            {"description", ""},
            {"type", nullptr},
            {"bot", user_view(bot)},
            {"bot_public", false},
            {"bot_require_code_grant", false},
            {"verify_key", std::string(64, 'a')},
            {"flags", flags},
            {"flags_new", std::to_string(flags)},
            {"redirect_uris", json::array()},
            {"interactions_endpoint_url", nullptr},
            {"role_connections_verification_url", nullptr},
            {"owner", user_view(owner)},
            {"approximate_guild_count", world.guilds().size()},
            {"approximate_user_install_count", 0},
            {"approximate_user_authorization_count", 0},
            {"explicit_content_filter", 0},
            {"team", nullptr},
            {"eligible_oauth2_scopes", json::array()}};
}

json membership_view(const World& world, const GuildState& guild, bool with_counts) {
    json view = {{"id", guild.id.text()},
                 {"name", guild.name},
                 {"icon", nullptr},
                 {"banner", nullptr},
                 {"owner", guild.owner == world.bot()},
                 {"permissions", std::to_string(guild_permissions(guild, world.bot()))},
                 {"features", features_view(guild)}};
    if (with_counts) {
        add_counts(view, guild);
    }
    return view;
}

json guild_view(const GuildState& guild, bool with_counts) {
    json roles = json::array();
    for (const RoleState& role : guild.roles) {
        roles.push_back(role_view(role));
    }
    json view = {{"id", guild.id.text()},
                 {"name", guild.name},
                 {"icon", nullptr},
                 {"description", nullptr},
                 {"home_header", nullptr},
                 {"splash", nullptr},
                 {"discovery_splash", nullptr},
                 {"features", features_view(guild)},
                 {"banner", nullptr},
                 {"owner_id", guild.owner.text()},
                 {"application_id", nullptr},
                 {"region", "deprecated"},
                 {"afk_channel_id", nullptr},
                 {"afk_timeout", 300},
                 {"system_channel_id", id_or_null(guild.system_channel)},
                 {"system_channel_flags", guild.join_messages ? 0 : kSuppressJoinMessages},
                 {"widget_enabled", false},
                 {"widget_channel_id", nullptr},
                 {"verification_level", 1},
                 {"roles", std::move(roles)},
                 {"default_message_notifications", 1},
                 {"mfa_level", 0},
                 {"explicit_content_filter", 2},
                 {"max_presences", nullptr},
                 {"max_members", 500000},
                 {"max_stage_video_channel_users", 50},
                 {"max_video_channel_users", 25},
                 {"vanity_url_code", vanity_code_view(guild)},
                 {"premium_tier", 3},
                 {"premium_subscription_count", 14},
                 {"preferred_locale", "en-US"},
                 {"rules_channel_id", nullptr},
                 {"safety_alerts_channel_id", nullptr},
                 {"public_updates_channel_id", nullptr},
                 {"premium_progress_bar_enabled", false},
                 {"nsfw", false},
                 {"nsfw_level", 0},
                 {"emojis", json::array()},
                 {"stickers", json::array()},
                 {"incidents_data", nullptr}};
    if (with_counts) {
        add_counts(view, guild);
    }
    return view;
}

json role_view(const RoleState& role) {
    return {{"id", role.id.text()},
            {"name", role.name},
            {"permissions", std::to_string(role.permissions)},
            {"position", role.position},
            {"color", 0},
            {"colors", colors_view()},
            {"hoist", false},
            {"managed", role.managed},
            {"mentionable", false},
            {"icon", nullptr},
            {"unicode_emoji", nullptr},
            {"flags", 0}};
}

json channel_view(const GuildState& guild, const ChannelState& channel) {
    json overwrites = json::array();
    for (const Overwrite& overwrite : channel.overwrites) {
        overwrites.push_back({{"id", std::to_string(overwrite.id)},
                              {"type", overwrite.of_role ? 0 : 1},
                              {"allow", std::to_string(overwrite.allow)},
                              {"deny", std::to_string(overwrite.deny)}});
    }
    return {{"id", channel.id.text()},
            {"type", channel.type},
            {"flags", 0},
            {"guild_id", guild.id.text()},
            {"name", channel.name},
            {"parent_id", nullptr},
            {"position", 0},
            {"nsfw", false},
            {"topic", nullptr},
            {"rate_limit_per_user", 0},
            {"last_message_id",
             channel.messages.empty() ? json(nullptr) : json(channel.messages.back().id.text())},
            {"permission_overwrites", std::move(overwrites)}};
}

json member_view(const MemberState& member) {
    json roles = json::array();
    for (const RoleId role : member.roles) {
        roles.push_back(role.text());
    }
    return {{"user", user_view(*member.person)},
            {"nick", nullptr},
            {"avatar", nullptr},
            {"banner", nullptr},
            {"roles", std::move(roles)},
            {"joined_at", discord_time(member.joined_at)},
            {"premium_since", nullptr},
            {"communication_disabled_until", nullptr},
            {"flags", member.did_rejoin ? 1 : 0},
            {"pending", member.pending},
            {"mute", false},
            {"deaf", false}};
}

// Without the intent the text of others is withheld.
json message_view(const World& world, const ChannelState& channel, const MessageState& message) {
    const bool readable = world.content_intent() || message.author == world.bot();
    return {{"id", message.id.text()},
            {"channel_id", channel.id.text()},
            {"type", message.type},
            {"content", readable ? message.content : ""},
            {"author", user_view(*world.find_user(message.author))},
            {"timestamp", discord_time(message.id.created_at())},
            {"edited_timestamp", nullptr},
            {"mentions", json::array()},
            {"mention_roles", json::array()},
            {"mention_everyone", false},
            {"attachments", json::array()},
            {"embeds", json::array()},
            {"components", json::array()},
            {"flags", 0},
            {"pinned", false},
            {"tts", false}};
}

json direct_channel_view(const World& world, UserId user, ChannelId channel) {
    return {{"id", channel.text()},
            {"type", 1},
            {"flags", 0},
            {"last_message_id", nullptr},
            {"recipients", json::array({user_view(*world.find_user(user))})}};
}

}  // namespace invitectl::sim
