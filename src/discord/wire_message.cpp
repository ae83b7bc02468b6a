#include "discord/wire_message.hpp"

#include "discord/json_fields.hpp"
#include "discord/wire_person.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace invitectl::discord {

namespace {

Message read_message(const Json& json) {
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
    return message;
}

}  // namespace

std::vector<Message> read_messages(std::string_view body) {
    std::vector<Message> messages;
    for_each(parse_strict(body), [&](const Json& json) { messages.push_back(read_message(json)); });
    return messages;
}

MessagePage read_message_page(std::string_view body, MessageId after, std::size_t limit) {
    MessagePage page;
    for_each(parse_strict(body), [&](const Json& json) {
        page.messages.push_back(read_message(json));
        if (page.messages.back().id <= after) {
            throw FieldError("is not beyond the page before");
        }
        if (page.messages.back().type == message_type::kUserJoin) {
            with_field(json, "author", [&](const Json& author) {
                page.people.push_back(read_person(author));
            });
        }
    });
    std::ranges::sort(page.messages, {}, &Message::id);
    if (std::ranges::adjacent_find(page.messages, {}, &Message::id) != page.messages.end()) {
        throw FieldError("has a message twice");
    }
    page.complete = page.messages.size() < limit;
    return page;
}

}  // namespace invitectl::discord
