#include "discord/refusals.hpp"

#include "discord/wire_error.hpp"

#include <fmt/format.h>

namespace invitectl::discord {
namespace {

// Login pages of a network, Cloudflare's own pages: never an answer of the API.
bool is_web_page(const Response& response) {
    const auto type = response.headers.find("Content-Type").value_or("");
    const std::size_t start = response.body.find_first_not_of(" \t\r\n");
    return type.find("text/html") != std::string_view::npos ||
           (start != std::string::npos && response.body[start] == '<');
}

std::string answered(const Request& request, const Response& response, const ApiError& error) {
    std::string text =
        fmt::format("{} was answered {}", label_of(request.endpoint), response.status);
    if (error.code != 0) {
        text += fmt::format(" ({})", error.code);
    }
    return error.message.empty() ? text : text + ": " + error.message;
}

bool needs_nothing_but_presence(Endpoint endpoint) {
    return endpoint == Endpoint::guild || endpoint == Endpoint::channels;
}

Error guild_gone(const Request& request, std::string why) {
    return {ErrorCode::guild_gone,
            fmt::format("the bot is not in guild {}", request.resource),
            std::move(why),
            "add the bot to the server again, or check the id"};
}

Error unavailable(std::string what, std::string why) {
    return {ErrorCode::discord_unavailable, std::move(what), std::move(why), "try again later"};
}

std::string_view permission_of(Endpoint endpoint) {
    switch (endpoint) {
        case Endpoint::invites:
        case Endpoint::vanity:
        case Endpoint::member_search:
        case Endpoint::target_users:
            return "Manage Server";
        case Endpoint::audit_log:
            return "View Audit Log";
        case Endpoint::messages:
            return "View Channel";
        default:
            return "";
    }
}

Error forbidden(const Request& request, const ApiError& error, std::string why) {
    if (error.code == api_code::kBlockedUserAgent) {
        return unavailable("Discord's network blocks this program",
                           "it takes the User-Agent for a browser or an unknown client; a proxy "
                           "that rewrites it does that");
    }
    if (error.code == api_code::kMissingAccess && request.endpoint == Endpoint::members) {
        return {ErrorCode::missing_intent,
                "Discord does not list the members",
                "the Server Members Intent of the bot is off",
                "switch it on in the developer portal, under Bot, then try again"};
    }
    if (error.code == api_code::kMissingAccess && needs_nothing_but_presence(request.endpoint)) {
        return guild_gone(request, std::move(why));
    }
    const auto permission = permission_of(request.endpoint);
    return {ErrorCode::missing_permission,
            fmt::format("Discord refuses {}", label_of(request.endpoint)),
            std::move(why),
            permission.empty()
                ? std::string("check the roles of the bot")
                : fmt::format("grant {} to a role of the bot, then try again", permission)};
}

Error refusal(const Request& request, const Response& response, const ApiError& error) {
    std::string why = answered(request, response, error);
    switch (response.status) {
        case 401:
            return {ErrorCode::token_rejected,
                    "Discord does not accept the token",
                    std::move(why),
                    "reset the token in the developer portal, under Bot, and store the new one"};
        case 403:
            return forbidden(request, error, std::move(why));
        case 404:
            if (error.code == api_code::kUnknownGuild || request.endpoint == Endpoint::guild) {
                return guild_gone(request, std::move(why));
            }
            break;
        default:
            break;
    }
    return {ErrorCode::refused_by_discord, "Discord refused a request", std::move(why)};
}

}  // namespace

void require_data(const Request& request, const Response& response) {
    const std::string label = label_of(request.endpoint);
    const int status = response.status;
    if (status >= 500) {
        throw unavailable("Discord is not available",
                          fmt::format("{} was answered {} each time", label, status));
    }
    if (is_web_page(response)) {
        throw unavailable(
            "a web page came instead of Discord's answer",
            fmt::format(
                "{} was answered {} with HTML: a block, a proxy or a login page", label, status));
    }
    if (status == 200) {
        return;
    }
    const ApiError error = read_error(response.body).value_or(ApiError{});
    if (status >= 400) {
        throw refusal(request, response, error);
    }
    if (status == 202 && error.code == api_code::kIndexNotReady) {
        throw unavailable("Discord has not prepared this answer yet",
                          answered(request, response, error));
    }
    throw Error(ErrorCode::broken_protocol,
                fmt::format("{}: status {} is no answer to it", label, status),
                status >= 300 && status < 400 ? "redirects are not followed" : "");
}

bool says_no_targets(const Response& response) {
    if (response.status < 400 || response.status >= 500) {
        return false;
    }
    const auto error = read_error(response.body);
    return error && error->code == api_code::kNoTargetUsers;
}

bool says_no_vanity(const Response& response) {
    if (response.status != 400 && response.status != 403) {
        return false;
    }
    const auto error = read_error(response.body);
    return error &&
           error->code == (response.status == 403 ? api_code::kMissingAccess : api_code::kNoVanity);
}

}  // namespace invitectl::discord
