#include "discord/rest_messenger.hpp"

#include "discord/answers.hpp"
#include "discord/change_requests.hpp"
#include "discord/wire_error.hpp"
#include <nlohmann/json.hpp>

namespace invitectl::discord {
namespace {

template <class SomeId>
SomeId read_id(std::string_view body) {
    return id_field<SomeId>(parse_strict(body), "id");
}

}  // namespace

MessageId RestMessenger::post(ChannelId channel, std::string_view text, std::string_view nonce) {
    const Request request = post_message(channel, text, nonce);
    const Response response = transport_.send(request);
    require_data(request, response);
    return read_body(request, response, read_id<MessageId>);
}

void RestMessenger::edit(ChannelId channel, MessageId message, std::string_view text) {
    const Request request = edit_message(channel, message, text);
    require_done(request, transport_.send(request));
}

Change RestMessenger::remove(ChannelId channel, MessageId message, const std::string& reason) {
    const Request request = delete_message(channel, message, reason);
    const auto response = effect_.bring_about(request, [&] {
        const Request look = ask_message(channel, message);
        const Response seen = transport_.send(look);
        if (refusal_code(seen) == api_code::kUnknownMessage) {
            return true;
        }
        require_data(look, seen);
        return false;
    });
    if (response && refusal_code(*response) == api_code::kUnknownMessage) {
        return Change::already;
    }
    if (response) {
        require_done(request, *response);
    }
    return Change::made;
}

ChannelId RestMessenger::direct_channel(UserId user) {
    const Request request = discord::direct_channel(user);
    const Response response = transport_.send(request);
    require_data(request, response);
    return read_body(request, response, read_id<ChannelId>);
}

}  // namespace invitectl::discord
