// Lists of channels as one text: ids with commas between them, as domain/settings.hpp writes them.
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

inline std::string channels_text(const std::vector<ChannelId>& channels) {
    std::string text;
    for (const ChannelId channel : channels) {
        text += (text.empty() ? "" : ",") + channel.text();
    }
    return text;
}

// Nothing for a text that is no list in ascending order.
inline std::optional<std::vector<ChannelId>> parse_channels_text(std::string_view text) {
    std::vector<ChannelId> channels;
    for (bool more = true; more;) {
        const std::size_t comma = text.find(',');
        const auto channel = ChannelId::parse(text.substr(0, comma));
        if (!channel || (!channels.empty() && *channel <= channels.back())) {
            return {};
        }
        channels.push_back(*channel);
        more = comma != std::string_view::npos;
        text.remove_prefix(more ? comma + 1 : text.size());
    }
    return channels;
}

inline std::vector<ChannelId> stored_channels(std::string_view text) {
    auto channels = parse_channels_text(text);
    if (!channels) {
        throw Error(ErrorCode::damaged_database,
                    "the database holds a list of channels that is none");
    }
    return *std::move(channels);
}

}  // namespace invitectl::store
