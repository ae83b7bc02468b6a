#include "discord/rest_moderator.hpp"

#include "discord/answers.hpp"
#include "discord/change_requests.hpp"
#include "discord/wire_error.hpp"

namespace invitectl::discord {
namespace {

Change outcome(const Request& request,
               const std::optional<Response>& response,
               std::int64_t nothing_to_do) {
    if (!response) {
        return Change::made;
    }
    if (refusal_code(*response) == nothing_to_do) {
        return Change::already;
    }
    require_done(request, *response);
    return Change::made;
}

}  // namespace

bool RestModerator::there(const Request& look, std::int64_t absent) {
    const Response response = transport_.send(look);
    if (refusal_code(response) == absent) {
        return false;
    }
    require_data(look, response);
    return true;
}

Change RestModerator::kick(GuildId guild, UserId user, const std::string& reason) {
    const Request request = kick_member(guild, user, reason);
    const auto response = effect_.bring_about(
        request, [&] { return !there(ask_member(guild, user), api_code::kUnknownMember); });
    return outcome(request, response, api_code::kUnknownMember);
}

Change RestModerator::ban(GuildId guild,
                          UserId user,
                          std::chrono::seconds delete_messages,
                          const std::string& reason) {
    const Request request = ban_member(guild, user, delete_messages, reason);
    const auto response = effect_.bring_about(
        request, [&] { return there(ask_ban(guild, user), api_code::kUnknownBan); });
    return outcome(request, response, -1);  // Discord does not tell a second ban from the first
}

Change RestModerator::unban(GuildId guild, UserId user, const std::string& reason) {
    const Request request = unban_member(guild, user, reason);
    const auto response = effect_.bring_about(
        request, [&] { return !there(ask_ban(guild, user), api_code::kUnknownBan); });
    return outcome(request, response, api_code::kUnknownBan);
}

}  // namespace invitectl::discord
