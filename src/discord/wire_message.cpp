#include "discord/wire_message.hpp"

#include "discord/json_fields.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace invitectl::discord {

std::vector<Message> read_messages(std::string_view body) {
    std::vector<Message> messages;
    for_each(parse_strict(body), [&](const Json& json) {
        Message message;
        message.id = id_field<MessageId>(json, "id");
        message.channel = id_field<ChannelId>(json, "channel_id");
        message.type = static_cast<int>(
            std::min<std::int64_t>(count_field(json, "type"), std::numeric_limits<int>::max()));
        message.at = time_field(json, "timestamp");
        message.length = static_cast<std::int64_t>(text_field(json, "content").size());
        message.by_program = maybe_snowflake(json, "webhook_id").has_value();
        with_field(json, "author", [&](const Json& author) {
            message.author = id_field<UserId>(author, "id");
            message.by_program = message.by_program || flag_or_false(author, "bot");
        });
        messages.push_back(message);
    });
    return messages;
}

}  // namespace invitectl::discord
