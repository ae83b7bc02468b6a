#include "discord/refusals.hpp"

#include "discord/wire_error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <optional>

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
    if (!error.message.empty()) {
        text += ": " + error.message;
    }
    if (!error.problem.empty()) {
        text += fmt::format(" ({}: {})", error.field, error.problem);
    }
    return text;
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
        case Endpoint::create_invite:
            return "Create Invite";
        case Endpoint::delete_invite:
            return "Manage Server";
        case Endpoint::create_role:
        case Endpoint::add_role:
        case Endpoint::remove_role:
            return "Manage Roles";
        case Endpoint::kick_member:
            return "Kick Members";
        case Endpoint::ban:
        case Endpoint::ban_member:
        case Endpoint::unban_member:
            return "Ban Members";
        case Endpoint::post_message:
            return "Send Messages";
        case Endpoint::delete_message:
            return "Manage Messages";
        case Endpoint::messages:
            return "View Channel";
        default:
            return "";
    }
}

// Discord ranks: nobody gives a role above their own highest, or removes who holds one.
bool ranks_matter(Endpoint endpoint) {
    switch (endpoint) {
        case Endpoint::create_invite:
        case Endpoint::add_role:
        case Endpoint::remove_role:
        case Endpoint::kick_member:
        case Endpoint::ban_member:
            return true;
        default:
            return false;
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
    if (error.code == api_code::kNoDirect || error.code == api_code::kDirectTooFast) {
        return {ErrorCode::refused_by_discord,
                "Discord does not deliver this direct message",
                std::move(why),
                error.code == api_code::kNoDirect
                    ? "the person takes no messages from the bot; leave it at that"
                    : "open fewer conversations, and none of them today"};
    }
    if (error.code == api_code::kOwnerNeedsTwoFactor) {
        return {ErrorCode::missing_permission,
                fmt::format("Discord refuses {}", label_of(request.endpoint)),
                std::move(why),
                "the server asks for two-factor authentication: switch it on for the account that "
                "owns the bot"};
    }
    const auto permission = permission_of(request.endpoint);
    if (!permission.empty() && ranks_matter(request.endpoint)) {
        return {ErrorCode::missing_permission,
                fmt::format("Discord refuses {}", label_of(request.endpoint)),
                std::move(why),
                fmt::format("grant {} to a role of the bot that stands above the roles and people "
                            "concerned, then try again",
                            permission)};
    }
    return {ErrorCode::missing_permission,
            fmt::format("Discord refuses {}", label_of(request.endpoint)),
            std::move(why),
            permission.empty()
                ? std::string("check the roles of the bot")
                : fmt::format("grant {} to a role of the bot, then try again", permission)};
}

// What a code says that the status does not.
std::optional<Error> known_refusal(const ApiError& error, const std::string& why) {
    struct Row {
        std::int64_t code;
        ErrorCode kind;
        const char* happened;
        const char* next;
    };
    static constexpr Row kKnown[] = {
        {api_code::kUnknownChannel, ErrorCode::not_found, "there is no such channel", ""},
        {api_code::kUnknownInvite, ErrorCode::not_found, "there is no such invite (any more)", ""},
        {api_code::kUnknownMember, ErrorCode::not_found, "the person is no member", ""},
        {api_code::kUnknownMessage, ErrorCode::not_found, "there is no such message", ""},
        {api_code::kUnknownRole, ErrorCode::not_found, "there is no such role", ""},
        {api_code::kUnknownUser, ErrorCode::not_found, "there is no such person", ""},
        {api_code::kUnknownBan, ErrorCode::not_found, "the person is not banned", ""},
        {api_code::kTooManyInvites,
         ErrorCode::refused_by_discord,
         "the server has as many invites as Discord allows",
         "delete some that nobody uses any more: `invitectl invite list --sort uses` shows them"},
        {api_code::kTooManyRoles,
         ErrorCode::refused_by_discord,
         "the server has as many roles as Discord allows",
         "delete a role that is no longer needed"},
        {api_code::kWrongChannelType,
         ErrorCode::refused_by_discord,
         "this kind of channel cannot have that",
         "choose a text, voice or announcement channel"},
    };
    const auto* found = std::ranges::find(kKnown, error.code, &Row::code);
    return found == std::end(kKnown)
               ? std::nullopt
               : std::optional(Error(found->kind, found->happened, why, found->next));
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
    if (auto known = known_refusal(error, why)) {
        return *std::move(known);
    }
    return {ErrorCode::refused_by_discord, "Discord refused a request", std::move(why)};
}

}  // namespace

namespace {

void require_success(const Request& request, const Response& response, bool without_data) {
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
    if (status == 200 || (without_data && (status == 201 || status == 204))) {
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

}  // namespace

void require_data(const Request& request, const Response& response) {
    require_success(request, response, false);
}

void require_done(const Request& request, const Response& response) {
    require_success(request, response, true);
}

std::int64_t refusal_code(const Response& response) {
    return response.status < 400 ? 0 : read_error(response.body).value_or(ApiError{}).code;
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
