// The API as a function of the world: what Discord would answer now. No network, no limits, no
// faults.
#pragma once

#include "tests/sim/api_types.hpp"
#include "tests/sim/world.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::sim {

// Where a request leads: the names are me, my_guilds, application, guild, roles, channels, invites,
// vanity, members, member, audit, messages, member_search, ban, message; of changes create_invite,
// delete_invite, create_role, add_role, remove_role, kick_member, ban_member, unban_member,
// post_message, edit_message, delete_message, direct_channel.
struct RouteMatch {
    std::string_view name;     // empty: no such route
    std::string_view bucket;   // empty: only the global limit
    std::string resource;      // guild or channel id the bucket is counted for
    std::string_view pattern;  // "/guilds/{guild_id}/invites", as in the API's documentation
    bool method_allowed = true;
};
RouteMatch match_route(const ApiRequest& request);

// "GET /guilds/{guild_id}/invites" of every route that Discord documents.
std::vector<std::string> documented_routes();

// What keeps a request from being looked at: agent, token, address, method.
std::optional<Answer> turned_away(const ApiRequest& request, std::string_view token);

// `token`: the only one that is good; empty: any "Bot …" is.
Answer answer(World& world, const ApiRequest& request, std::string_view token);

}  // namespace invitectl::sim
