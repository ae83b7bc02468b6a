// The endpoints this program may call, and no others.
// https://discord.com/developers/docs/reference
//
// One is not documented by Discord: members-search, which a guild's setting has to allow.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/ports/readers.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace invitectl::discord {

enum class Endpoint {
    self,
    application,
    my_guilds,
    guild,
    channels,
    invites,
    vanity,
    members,
    member,
    audit_log,
    member_search,
    messages,
    target_users,
    roles,
    ban,
    message,
    // Those that change something.
    create_invite,
    delete_invite,
    create_role,
    add_role,
    remove_role,
    kick_member,
    ban_member,
    unban_member,
    post_message,
    edit_message,
    delete_message,
    direct_channel,
};

enum class Method { get, post, put, patch, remove };

struct Route {
    Endpoint endpoint = Endpoint::self;
    std::string_view pattern;  // "/guilds/{guild}/invites": what logs and errors may show
    Method method = Method::get;
    // Sending it twice does no more than sending it once. The others are sent again only after
    // looking whether the first one took effect.
    bool repeatable = true;
    bool documented = true;
};

std::span<const Route> all_routes();
const Route& route_of(Endpoint endpoint);
std::string_view name_of(Method method);  // "GET"

// "GET /guilds/{guild}/invites"
std::string label_of(Endpoint endpoint);

struct Request {
    Endpoint endpoint = Endpoint::self;
    std::string path;  // below the API base, with its query
    // Whose limit counts: limits of one bucket are counted apart for each guild and each channel,
    // https://discord.com/developers/docs/topics/rate-limits. Empty for other paths.
    std::string resource;
    std::string body{};    // never of a GET
    std::string reason{};  // for the guild's audit log, as its header wants it; empty: none
    std::string content_type = "application/json";
};

// The pattern with its braces filled in order. Whoever fills in something else than an id encodes
// it.
Request fill(Endpoint endpoint,
             std::initializer_list<std::string_view> values,
             std::string_view query = {});

// The largest pages Discord gives; its own defaults are far smaller (1 for members).
inline constexpr std::size_t kMyGuildsPage = 200;
inline constexpr std::size_t kMembersPage = 1000;
inline constexpr std::size_t kAuditPage = 100;
inline constexpr std::size_t kSearchPage = 1000;
inline constexpr std::size_t kMessagesPage = 100;

Request ask_self();
Request ask_application();
Request ask_my_guilds(GuildId after);
Request ask_guild(GuildId guild);
Request ask_channels(GuildId guild);
Request ask_invites(GuildId guild);
Request ask_vanity(GuildId guild);
Request ask_members(GuildId guild, UserId after);
Request ask_member(GuildId guild, UserId user);
Request ask_roles(GuildId guild);
Request ask_ban(GuildId guild, UserId user);
Request ask_audit_log(GuildId guild, AuditEntryId after);
Request ask_member_search(GuildId guild, Instant since, const std::optional<SearchPlace>& after);
Request ask_target_users(const InviteCode& code);
Request ask_messages(ChannelId channel, MessageId after);

}  // namespace invitectl::discord
