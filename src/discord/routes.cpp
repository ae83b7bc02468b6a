#include "discord/routes.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace invitectl::discord {
namespace {

constexpr bool kLookFirst = false;

constexpr std::array kRoutes = {
    Route{Endpoint::self, "/users/@me"},
    Route{Endpoint::application, "/applications/@me"},
    Route{Endpoint::my_guilds, "/users/@me/guilds"},
    Route{Endpoint::guild, "/guilds/{guild}"},
    Route{Endpoint::channels, "/guilds/{guild}/channels"},
    Route{Endpoint::invites, "/guilds/{guild}/invites"},
    Route{Endpoint::vanity, "/guilds/{guild}/vanity-url"},
    Route{Endpoint::members, "/guilds/{guild}/members"},
    Route{Endpoint::member, "/guilds/{guild}/members/{user}"},
    Route{Endpoint::audit_log, "/guilds/{guild}/audit-logs"},
    Route{Endpoint::member_search, "/guilds/{guild}/members-search", Method::post, true, false},
    Route{Endpoint::roles, "/guilds/{guild}/roles"},
    Route{Endpoint::ban, "/guilds/{guild}/bans/{user}"},
    Route{Endpoint::messages, "/channels/{channel}/messages"},
    Route{Endpoint::target_users, "/invites/{code}/target-users"},
    Route{Endpoint::message, "/channels/{channel}/messages/{message}"},
    Route{Endpoint::create_invite, "/channels/{channel}/invites", Method::post, kLookFirst},
    Route{Endpoint::delete_invite, "/invites/{code}", Method::remove, kLookFirst},
    Route{Endpoint::create_role, "/guilds/{guild}/roles", Method::post, kLookFirst},
    Route{Endpoint::add_role, "/guilds/{guild}/members/{user}/roles/{role}", Method::put},
    Route{Endpoint::remove_role, "/guilds/{guild}/members/{user}/roles/{role}", Method::remove},
    Route{Endpoint::kick_member, "/guilds/{guild}/members/{user}", Method::remove, kLookFirst},
    Route{Endpoint::ban_member, "/guilds/{guild}/bans/{user}", Method::put, kLookFirst},
    Route{Endpoint::unban_member, "/guilds/{guild}/bans/{user}", Method::remove, kLookFirst},
    // Its nonce makes Discord give the first message again.
    Route{Endpoint::post_message, "/channels/{channel}/messages", Method::post},
    Route{Endpoint::edit_message, "/channels/{channel}/messages/{message}", Method::patch},
    Route{Endpoint::delete_message,
          "/channels/{channel}/messages/{message}",
          Method::remove,
          kLookFirst},
    Route{Endpoint::direct_channel, "/users/@me/channels", Method::post},
};

Request plain(Endpoint endpoint, std::string_view query = {}) {
    return fill(endpoint, {}, query);
}

Request of_guild(Endpoint endpoint, GuildId guild, std::string_view query = {}) {
    return fill(endpoint, {guild.text()}, query);
}

std::int64_t milliseconds(Instant t) {
    return std::chrono::floor<std::chrono::milliseconds>(t).time_since_epoch().count();
}

std::string page_query(std::size_t limit, std::int64_t after) {
    return fmt::format("?limit={}&after={}", limit, after);
}

}  // namespace

std::span<const Route> all_routes() {
    return kRoutes;
}

const Route& route_of(Endpoint endpoint) {
    return *std::ranges::find(kRoutes, endpoint, &Route::endpoint);
}

std::string_view name_of(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::remove:
            return "DELETE";
    }
    return "GET";
}

std::string label_of(Endpoint endpoint) {
    const Route& route = route_of(endpoint);
    return fmt::format("{} {}", name_of(route.method), route.pattern);
}

Request fill(Endpoint endpoint,
             std::initializer_list<std::string_view> values,
             std::string_view query) {
    const std::string_view pattern = route_of(endpoint).pattern;
    Request request;
    request.endpoint = endpoint;
    std::size_t from = 0;
    for (const std::string_view value : values) {
        const std::size_t brace = pattern.find('{', from);
        request.path += pattern.substr(from, brace - from);
        request.path += value;
        from = pattern.find('}', brace) + 1;
    }
    request.path += pattern.substr(from);
    request.path += query;
    if (pattern.starts_with("/guilds/") || pattern.starts_with("/channels/")) {
        request.resource = *values.begin();
    }
    return request;
}

Request ask_self() {
    return plain(Endpoint::self);
}

Request ask_application() {
    return plain(Endpoint::application);
}

Request ask_my_guilds(GuildId after) {
    return plain(Endpoint::my_guilds, page_query(kMyGuildsPage, after.value));
}

Request ask_guild(GuildId guild) {
    return of_guild(Endpoint::guild, guild);
}

Request ask_channels(GuildId guild) {
    return of_guild(Endpoint::channels, guild);
}

Request ask_invites(GuildId guild) {
    return of_guild(Endpoint::invites, guild);
}

Request ask_vanity(GuildId guild) {
    return of_guild(Endpoint::vanity, guild);
}

Request ask_members(GuildId guild, UserId after) {
    return of_guild(Endpoint::members, guild, page_query(kMembersPage, after.value));
}

Request ask_member(GuildId guild, UserId user) {
    return fill(Endpoint::member, {guild.text(), user.text()});
}

Request ask_roles(GuildId guild) {
    return of_guild(Endpoint::roles, guild);
}

Request ask_ban(GuildId guild, UserId user) {
    return fill(Endpoint::ban, {guild.text(), user.text()});
}

// With `after` Discord gives the oldest entries first; without, the newest.
// https://discord.com/developers/docs/resources/audit-log#get-guild-audit-log
Request ask_audit_log(GuildId guild, AuditEntryId after) {
    return of_guild(Endpoint::audit_log, guild, page_query(kAuditPage, after.value));
}

// Oldest join first (sort 2), so that whoever joins while pages are read comes last.
Request ask_member_search(GuildId guild, Instant since, const std::optional<SearchPlace>& after) {
    Request request = of_guild(Endpoint::member_search, guild);
    request.body = fmt::format(
        R"({{"limit":{},"sort":2,"and_query":{{"guild_joined_at":{{"range":{{"gte":{}}}}}}})",
        kSearchPage,
        milliseconds(since));
    if (after) {
        request.body += fmt::format(R"(,"after":{{"guild_joined_at":{},"user_id":"{}"}})",
                                    milliseconds(after->joined_at),
                                    after->user.text());
    }
    request.body += "}";
    return request;
}

Request ask_messages(ChannelId channel, MessageId after) {
    return fill(Endpoint::messages, {channel.text()}, page_query(kMessagesPage, after.value));
}

// A code is made of letters, digits and dashes.
Request ask_target_users(const InviteCode& code) {
    return fill(Endpoint::target_users, {code.text()});
}

}  // namespace invitectl::discord
