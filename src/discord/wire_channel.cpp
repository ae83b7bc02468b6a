#include "discord/wire_channel.hpp"

#include "discord/json_fields.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace invitectl::discord {

std::vector<Channel> read_channels(std::string_view body) {
    std::vector<Channel> channels;
    for_each(parse_strict(body), [&](const Json& json) {
        const std::int64_t type = count_field(json, "type");
        channels.push_back({.id = id_field<ChannelId>(json, "id"),
                            .name = text_field(json, "name"),
                            .type = static_cast<int>(
                                std::min<std::int64_t>(type, std::numeric_limits<int>::max()))});
    });
    return channels;
}

}  // namespace invitectl::discord
