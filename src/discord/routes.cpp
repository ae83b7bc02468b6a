#include "discord/routes.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace invitectl::discord {
namespace {

constexpr std::string_view kGuildPlace = "{guild}";
constexpr std::string_view kChannelPlace = "{channel}";
constexpr std::string_view kCodePlace = "{code}";

constexpr std::array<Route, 12> kRoutes = {{
    {Endpoint::self, "/users/@me", false},
    {Endpoint::application, "/applications/@me", false},
    {Endpoint::my_guilds, "/users/@me/guilds", false},
    {Endpoint::guild, "/guilds/{guild}", true},
    {Endpoint::channels, "/guilds/{guild}/channels", true},
    {Endpoint::invites, "/guilds/{guild}/invites", true},
    {Endpoint::vanity, "/guilds/{guild}/vanity-url", true},
    {Endpoint::members, "/guilds/{guild}/members", true},
    {Endpoint::audit_log, "/guilds/{guild}/audit-logs", true},
    {Endpoint::member_search, "/guilds/{guild}/members-search", true, Method::post, false},
    {Endpoint::messages, "/channels/{channel}/messages", false},
    {Endpoint::target_users, "/invites/{code}/target-users", false},
}};

Request plain(Endpoint endpoint, std::string query = {}) {
    return {endpoint, std::string(route_of(endpoint).pattern) + query, {}};
}

Request of_guild(Endpoint endpoint, GuildId guild, const std::string& query = {}) {
    std::string path(route_of(endpoint).pattern);
    path.replace(path.find(kGuildPlace), kGuildPlace.size(), guild.text());
    return {endpoint, path + query, guild.text()};
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

std::string label_of(Endpoint endpoint) {
    const Route& route = route_of(endpoint);
    return fmt::format("{} {}", route.method == Method::get ? "GET" : "POST", route.pattern);
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
    std::string path(route_of(Endpoint::messages).pattern);
    path.replace(path.find(kChannelPlace), kChannelPlace.size(), channel.text());
    return {Endpoint::messages, path + page_query(kMessagesPage, after.value), channel.text()};
}

// A code is made of letters, digits and dashes.
Request ask_target_users(const InviteCode& code) {
    std::string path(route_of(Endpoint::target_users).pattern);
    path.replace(path.find(kCodePlace), kCodePlace.size(), code.text());
    return {Endpoint::target_users, path, {}};
}

}  // namespace invitectl::discord
