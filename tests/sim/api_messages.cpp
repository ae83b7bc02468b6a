// Messages read, posted, edited and deleted, in channels and in conversations with one person.
#include "tests/sim/api_body.hpp"
#include "tests/sim/api_error.hpp"
#include "tests/sim/api_lookups.hpp"
#include "tests/sim/api_query.hpp"
#include "tests/sim/api_views.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace invitectl::sim {

using nlohmann::json;

namespace {

constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();
constexpr int kVoice = 2;
constexpr int kCategory = 4;
constexpr std::size_t kLongestText = 2000;
constexpr std::size_t kLongestNonce = 25;

// The page nearest to the cursor, and always newest first: also with `after`.
std::vector<const MessageState*> message_page(const ApiRequest& request,
                                              const ChannelState& channel) {
    const auto limit = query_number(request, "limit", 50, 1, 100);
    const auto around = query_snowflake(request, "around");
    const auto before = query_snowflake(request, "before");
    const auto after = query_snowflake(request, "after");
    const auto& all = channel.messages;
    const auto place = [&](std::int64_t id) {
        return std::ranges::lower_bound(all, MessageId{id}, {}, &MessageState::id) - all.begin();
    };
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    std::ptrdiff_t first = count - limit;
    if (around) {
        first = place(*around) - limit / 2;
    } else if (before) {
        first = place(*before) - limit;
    } else if (after) {
        first = place(*after < kNoEnd ? *after + 1 : *after);
    }
    std::ptrdiff_t end = std::min(count, first + limit);
    std::vector<const MessageState*> page;
    for (std::ptrdiff_t i = end; i > std::max<std::ptrdiff_t>(first, 0); --i) {
        page.push_back(&all[static_cast<std::size_t>(i - 1)]);
    }
    return page;
}

bool held_in(const Call& call, const Place& place, std::uint64_t permission) {
    return place.guild == nullptr ||
           permission::has(channel_permissions(*place.guild, *place.channel, call.world.bot()),
                           permission);
}

void require_writable(const ChannelState& channel) {
    if (channel.type == kCategory) {
        throw ApiRefusal{error_answer(400, 50024, "Cannot execute action on this channel type")};
    }
}

const MessageState& message_in(const Call& call, const Place& place) {
    const MessageId id{path_snowflake("message_id", call.ids.at(1))};
    const auto& all = place.channel->messages;
    const auto found = std::ranges::find(all, id, &MessageState::id);
    if (found == all.end()) {
        throw ApiRefusal{error_answer(404, 10008, "Unknown Message")};
    }
    return *found;
}

// Discord's default lets a text ring users, roles and everyone.
bool rings_somebody(const json& body, const std::string& text) {
    const bool silenced =
        body.contains("allowed_mentions") &&
        body.at("allowed_mentions").value("parse", json(nullptr)) == json::array() &&
        !body.at("allowed_mentions").contains("users") &&
        !body.at("allowed_mentions").contains("roles");
    return !silenced &&
           (text.find("@everyone") != std::string::npos ||
            text.find("@here") != std::string::npos || text.find("<@") != std::string::npos);
}

}  // namespace

json get_messages(const Call& call) {
    const Place place = place_of(call);
    const ChannelState& channel = *place.channel;
    const auto page = message_page(call.request, channel);
    if (channel.type == kVoice && !held_in(call, place, kConnect)) {
        throw ApiRefusal{missing_access()};
    }
    require_writable(channel);
    json list = json::array();
    if (held_in(call, place, kReadHistory)) {
        for (const MessageState* message : page) {
            list.push_back(message_view(call.world, channel, *message));
        }
    }
    return list;
}

json get_message(const Call& call) {
    const Place place = place_of(call);
    require_in(call, place, kReadHistory);
    return message_view(call.world, *place.channel, message_in(call, place));
}

json post_message(const Call& call) {
    const Place place = place_of(call);
    require_writable(*place.channel);
    const json body = body_of(call.request);
    const std::string text = body_text(body, "content", 1, kLongestText);
    const std::string nonce = body_text(body, "nonce", 0, kLongestNonce);
    const bool enforced = body_flag(body, "enforce_nonce");
    require_in(call, place, kSendMessages);
    if (place.guild == nullptr && !call.world.takes_direct_messages(place.channel->id)) {
        throw ApiRefusal{error_answer(403, 50007, "Cannot send messages to this user")};
    }
    const MessageState& message = call.world.post_as_bot(
        place.channel->id,
        {.text = text, .nonce = enforced ? nonce : "", .rings = rings_somebody(body, text)});
    return message_view(call.world, *place.channel, message);
}

json edit_message(const Call& call) {
    const Place place = place_of(call);
    const MessageState& message = message_in(call, place);
    const json body = body_of(call.request);
    const std::string text = body_text(body, "content", 1, kLongestText);
    if (message.author != call.world.bot()) {
        throw ApiRefusal{
            error_answer(403, 50005, "Cannot edit a message authored by another user")};
    }
    call.world.edit_message(place.channel->id, message.id, text, rings_somebody(body, text));
    return message_view(call.world, *place.channel, message);
}

json delete_message(const Call& call) {
    const Place place = place_of(call);
    const MessageState& message = message_in(call, place);
    if (message.author != call.world.bot()) {
        require_in(call, place, kManageMessages);
    }
    call.world.delete_message(
        place.channel->id, message.id, call.world.bot(), reason_of(call.request));
    return nullptr;
}

json open_direct_channel(const Call& call) {
    const json body = body_of(call.request);
    const std::string text = body_text(body, "recipient_id", 1, 20);
    const UserId user{path_snowflake("recipient_id", text)};
    if (call.world.find_user(user) == nullptr) {
        throw ApiRefusal{error_answer(404, 10013, "Unknown User")};
    }
    return direct_channel_view(call.world, user, call.world.open_direct(user));
}

}  // namespace invitectl::sim
