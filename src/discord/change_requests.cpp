#include "discord/change_requests.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/utf8.hpp"
#include "invitectl/ports/messenger.hpp"

#include "discord/json_fields.hpp"
#include "discord/percent.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace invitectl::discord {
namespace {

constexpr std::size_t kLongestReason = 512;
constexpr std::size_t kLongestRoleName = 100;
constexpr std::chrono::seconds kMostMessagesDeleted = std::chrono::hours{7 * 24};

// Nothing for text that is no UTF-8.
std::optional<std::size_t> characters(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) {
        const Decoded next = decode_utf8(text);
        if (!next.code_point) {
            return std::nullopt;
        }
        text.remove_prefix(next.length);
    }
    return count;
}

void check_text(std::string_view text, const char* what, std::size_t longest) {
    const auto length = characters(text);
    if (!length || *length == 0 || *length > longest) {
        throw Error(ErrorCode::bad_value,
                    fmt::format("{} has to have 1 to {} characters", what, longest),
                    length ? fmt::format("it has {}", *length) : "it is no UTF-8 text");
    }
}

Request because(Request request, const std::string& reason) {
    check_text(reason, "the reason for the audit log", kLongestReason);
    request.reason = percent_encoded(reason);
    return request;
}

void check_number(std::int64_t value, std::int64_t highest, const char* what) {
    if (value < 0 || value > highest) {
        throw Error(ErrorCode::bad_value,
                    fmt::format("{} has to be between 0 and {}", what, highest),
                    fmt::format("it is {}", value));
    }
}

Json id_list(const auto& ids) {
    Json list = Json::array();
    for (const auto& id : ids) {
        list.push_back(id.text());
    }
    return list;
}

// The list of who may accept an invite is a file, which only a body in parts can carry:
// https://discord.com/developers/docs/resources/channel#create-channel-invite
void attach_targets(Request& request, const std::vector<UserId>& targets) {
    constexpr std::string_view kBoundary = "invitectl-part-boundary";  // in no JSON of ours
    std::string lines = "user_id\r\n";
    for (const UserId user : targets) {
        lines += user.text() + "\r\n";
    }
    request.body = fmt::format(
        "--{0}\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n"
        "Content-Type: application/json\r\n\r\n{1}\r\n"
        "--{0}\r\nContent-Disposition: form-data; name=\"target_users_file\"; "
        "filename=\"targets.csv\"\r\nContent-Type: text/csv\r\n\r\n{2}\r\n--{0}--\r\n",
        kBoundary,
        request.body,
        lines);
    request.content_type = fmt::format("multipart/form-data; boundary={}", kBoundary);
}

// Whatever the text says, it mentions nobody: by default Discord would let it ring everyone.
Json message_body(std::string_view text) {
    check_text(text, "a message", kLongestMessage);
    return {{"content", text}, {"allowed_mentions", {{"parse", Json::array()}}}};
}

Request with_body(Request request, const Json& body) {
    request.body = body.dump();
    return request;
}

}  // namespace

// `unique`, since Discord would else give a similar invite that exists already, and its uses would
// not be this one's.
Request create_invite(ChannelId channel, const NewInvite& wanted, const std::string& reason) {
    check_number(wanted.max_age, kLongestInviteAge, "the life of an invite (in seconds)");
    check_number(wanted.max_uses, kMostInviteUses, "the number of uses of an invite");
    Json body = {{"max_age", wanted.max_age},
                 {"max_uses", wanted.max_uses},
                 {"temporary", wanted.temporary},
                 {"unique", true}};
    if (!wanted.roles.empty()) {
        body["role_ids"] = id_list(wanted.roles);
    }
    Request request =
        with_body(because(fill(Endpoint::create_invite, {channel.text()}), reason), body);
    if (!wanted.targets.empty()) {
        attach_targets(request, wanted.targets);
    }
    return request;
}

Request delete_invite(const InviteCode& code, const std::string& reason) {
    return because(fill(Endpoint::delete_invite, {percent_encoded(code.text())}), reason);
}

Request create_role(GuildId guild, const std::string& name, const std::string& reason) {
    check_text(name, "the name of a role", kLongestRoleName);
    return with_body(
        because(fill(Endpoint::create_role, {guild.text()}), reason),
        {{"name", name}, {"permissions", 0}, {"hoist", false}, {"mentionable", false}});
}

Request add_role(GuildId guild, UserId user, RoleId role, const std::string& reason) {
    return because(fill(Endpoint::add_role, {guild.text(), user.text(), role.text()}), reason);
}

Request remove_role(GuildId guild, UserId user, RoleId role, const std::string& reason) {
    return because(fill(Endpoint::remove_role, {guild.text(), user.text(), role.text()}), reason);
}

Request kick_member(GuildId guild, UserId user, const std::string& reason) {
    return because(fill(Endpoint::kick_member, {guild.text(), user.text()}), reason);
}

Request ban_member(GuildId guild,
                   UserId user,
                   std::chrono::seconds delete_messages,
                   const std::string& reason) {
    check_number(
        delete_messages.count(), kMostMessagesDeleted.count(), "the seconds of messages to delete");
    return with_body(because(fill(Endpoint::ban_member, {guild.text(), user.text()}), reason),
                     {{"delete_message_seconds", delete_messages.count()}});
}

Request unban_member(GuildId guild, UserId user, const std::string& reason) {
    return because(fill(Endpoint::unban_member, {guild.text(), user.text()}), reason);
}

Request post_message(ChannelId channel, std::string_view text, std::string_view nonce) {
    const bool visible = std::ranges::all_of(nonce, [](char c) { return c > ' ' && c < '\x7f'; });
    if (nonce.empty() || nonce.size() > kLongestNonce || !visible) {
        throw Error(ErrorCode::internal, "a message needs a nonce of 1 to 25 visible characters");
    }
    Json body = message_body(text);
    body["nonce"] = nonce;
    body["enforce_nonce"] = true;
    return with_body(fill(Endpoint::post_message, {channel.text()}), body);
}

Request edit_message(ChannelId channel, MessageId message, std::string_view text) {
    return with_body(fill(Endpoint::edit_message, {channel.text(), message.text()}),
                     message_body(text));
}

Request delete_message(ChannelId channel, MessageId message, const std::string& reason) {
    return because(fill(Endpoint::delete_message, {channel.text(), message.text()}), reason);
}

Request ask_message(ChannelId channel, MessageId message) {
    return fill(Endpoint::message, {channel.text(), message.text()});
}

Request direct_channel(UserId user) {
    return with_body(fill(Endpoint::direct_channel, {}), {{"recipient_id", user.text()}});
}

}  // namespace invitectl::discord
