#include "tests/sim/api_routes.hpp"

#include "tests/sim/api_error.hpp"
#include "tests/sim/api_handlers.hpp"
#include <nlohmann/json.hpp>

#include <array>
#include <vector>

namespace invitectl::sim {

using nlohmann::json;

namespace {

struct Route {
    std::string_view name;
    std::string_view bucket;
    std::string_view pattern;
    json (*handle)(const Call&);
    std::string_view method = "GET";
    bool documented = true;
};

// Buckets as a third party found them; routes without one know only the global limit.
constexpr std::array kRoutes = {
    Route{"me", "", "/users/@me", get_me},
    Route{"my_guilds", "my_guilds", "/users/@me/guilds", get_my_guilds},
    Route{"application", "", "/applications/@me", get_application},
    Route{"guild", "", "/guilds/{guild_id}", get_guild},
    Route{"roles", "", "/guilds/{guild_id}/roles", get_roles},
    Route{"channels", "channels", "/guilds/{guild_id}/channels", get_channels},
    Route{"invites", "invites", "/guilds/{guild_id}/invites", get_invites},
    Route{"vanity", "", "/guilds/{guild_id}/vanity-url", get_vanity},
    Route{"members", "members", "/guilds/{guild_id}/members", get_members},
    Route{"member", "member", "/guilds/{guild_id}/members/{user_id}", get_member},
    Route{"audit", "", "/guilds/{guild_id}/audit-logs", get_audit},
    Route{"target_users", "", "/invites/{code}/target-users", get_target_users},
    Route{"messages", "messages", "/channels/{channel_id}/messages", get_messages},
    Route{"member_search",
          "member_search",
          "/guilds/{guild_id}/members-search",
          post_member_search,
          "POST",
          false},
    Route{"create_invite",
          "channel_invites",
          "/channels/{channel_id}/invites",
          create_invite,
          "POST"},
    Route{"delete_invite", "invite", "/invites/{code}", delete_invite, "DELETE"},
    Route{"create_role", "", "/guilds/{guild_id}/roles", create_role, "POST"},
    Route{"add_role",
          "member_role",
          "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
          add_role,
          "PUT"},
    Route{"remove_role",
          "member_role",
          "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
          remove_role,
          "DELETE"},
    Route{"kick_member", "member", "/guilds/{guild_id}/members/{user_id}", kick_member, "DELETE"},
    Route{"ban", "bans", "/guilds/{guild_id}/bans/{user_id}", get_ban},
    Route{"ban_member", "", "/guilds/{guild_id}/bans/{user_id}", ban_member, "PUT"},
    Route{"unban_member", "", "/guilds/{guild_id}/bans/{user_id}", unban_member, "DELETE"},
    Route{"message", "message", "/channels/{channel_id}/messages/{message_id}", get_message},
    Route{"post_message", "post", "/channels/{channel_id}/messages", post_message, "POST"},
    Route{"edit_message",
          "edit",
          "/channels/{channel_id}/messages/{message_id}",
          edit_message,
          "PATCH"},
    Route{"delete_message",
          "delete_message",
          "/channels/{channel_id}/messages/{message_id}",
          delete_message,
          "DELETE"},
    Route{"direct_channel", "direct", "/users/@me/channels", open_direct_channel, "POST"},
};

std::vector<std::string_view> segments(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const auto slash = path.find('/', 1);
        parts.push_back(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
    }
    return parts;
}

// The texts in place of the braces; nothing where the path does not fit the pattern.
std::optional<std::vector<std::string>> fit(std::string_view pattern, std::string_view path) {
    const auto wanted = segments(pattern);
    const auto given = segments(path);
    if (wanted.size() != given.size()) {
        return std::nullopt;
    }
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].starts_with("/{")) {
            ids.emplace_back(given[i].substr(1));
        } else if (wanted[i] != given[i]) {
            return std::nullopt;
        }
    }
    return ids;
}

struct Found {
    const Route* route = nullptr;
    std::vector<std::string> ids;
};

// Where the path is known but not with that method, the first route of the path.
Found find_route(const ApiRequest& request) {
    Found other;
    for (const Route& route : kRoutes) {
        if (auto ids = fit(route.pattern, request.path)) {
            if (route.method == request.method) {
                return {&route, std::move(*ids)};
            }
            if (other.route == nullptr) {
                other = {&route, std::move(*ids)};
            }
        }
    }
    return other;
}

// Discord counts apart for each guild and each channel.
std::string resource_of(const Found& found) {
    const bool apart = found.route->pattern.starts_with("/guilds/") ||
                       found.route->pattern.starts_with("/channels/");
    return apart ? found.ids.front() : "";
}

// https://discord.com/developers/docs/reference#user-agent
bool good_user_agent(const std::string& text) {
    return text.starts_with("DiscordBot (") && text.find(')') != std::string::npos;
}

bool authorized(const std::string& header, std::string_view token) {
    const std::string_view scheme = "Bot ";
    if (!header.starts_with(scheme) || header.size() == scheme.size()) {
        return false;
    }
    return token.empty() || std::string_view(header).substr(scheme.size()) == token;
}

}  // namespace

RouteMatch match_route(const ApiRequest& request) {
    const Found found = find_route(request);
    if (found.route == nullptr) {
        return {};
    }
    return {found.route->name,
            found.route->bucket,
            resource_of(found),
            found.route->pattern,
            request.method == found.route->method};
}

std::vector<std::string> documented_routes() {
    std::vector<std::string> routes;
    for (const Route& route : kRoutes) {
        if (route.documented) {
            routes.push_back(std::string(route.method) + " " + std::string(route.pattern));
        }
    }
    return routes;
}

std::optional<Answer> turned_away(const ApiRequest& request, std::string_view token) {
    if (!good_user_agent(request.user_agent)) {
        return error_answer(403, 40333, "internal network error");
    }
    if (!authorized(request.authorization, token)) {
        return error_answer(401, 0, "401: Unauthorized");
    }
    const Found found = find_route(request);
    if (found.route == nullptr) {
        return error_answer(404, 0, "404: Not Found");
    }
    if (request.method != found.route->method) {
        return error_answer(405, 0, "405: Method Not Allowed");
    }
    return std::nullopt;
}

Answer answer(World& world, const ApiRequest& request, std::string_view token) {
    if (auto refused = turned_away(request, token)) {
        return *std::move(refused);
    }
    const Found found = find_route(request);
    try {
        const json body = found.route->handle({world, request, found.ids});
        return body.is_null() ? Answer{.status = 204} : Answer{.body = body.dump()};
    } catch (const ApiRefusal& refusal) {
        return refusal.answer;
    }
}

}  // namespace invitectl::sim
