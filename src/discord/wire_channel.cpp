#include "discord/wire_channel.hpp"

#include "discord/json_fields.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace invitectl::discord {

std::vector<Channel> read_channels(std::string_view body) {
    std::vector<Channel> channels;
    for_each(parse_strict(body), [&](const Json& json) {
        Channel channel;
        channel.id = id_field<ChannelId>(json, "id");
        channel.name = text_field(json, "name");
        channel.type = static_cast<int>(
            std::min<std::int64_t>(count_field(json, "type"), std::numeric_limits<int>::max()));
        channel.last_message = maybe_id<MessageId>(json, "last_message_id").value_or(MessageId{});
        channels.push_back(std::move(channel));
    });
    return channels;
}

}  // namespace invitectl::discord
