// The endpoints this program may call, and no others. All of them read, so each may be asked again.
// https://discord.com/developers/docs/reference
//
// One is not documented by Discord: members-search, which a guild's setting has to allow.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/ports/readers.hpp"

#include <cstdint>
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
    audit_log,
    member_search,
    messages,
    target_users,
};

enum class Method { get, post };

struct Route {
    Endpoint endpoint = Endpoint::self;
    std::string_view pattern;  // "/guilds/{guild}/invites": what logs and errors may show
    // Rate limits of one bucket are counted apart for each guild (or channel):
    // https://discord.com/developers/docs/topics/rate-limits
    bool per_guild = false;
    Method method = Method::get;
    bool documented = true;
};

std::span<const Route> all_routes();
const Route& route_of(Endpoint endpoint);

// "GET /guilds/{guild}/invites"
std::string label_of(Endpoint endpoint);

struct Request {
    Endpoint endpoint = Endpoint::self;
    std::string path;      // below the API base, with its query; made of ids only
    std::string resource;  // whose limit counts: the id of the guild or channel, or empty
    std::string body{};    // JSON; of a POST only
};

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
Request ask_audit_log(GuildId guild, AuditEntryId after);
Request ask_member_search(GuildId guild, Instant since, const std::optional<SearchPlace>& after);
Request ask_target_users(const InviteCode& code);
Request ask_messages(ChannelId channel, MessageId after);

}  // namespace invitectl::discord
