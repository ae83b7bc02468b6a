// Messages in channels and in the bot's conversations with one person.
#include "tests/sim/world.hpp"

#include <algorithm>
#include <stdexcept>

namespace invitectl::sim {
namespace {

constexpr int kMessageDelete = 72;
constexpr int kDirectChannel = 1;
// "A few minutes", says the documentation.
constexpr Duration kNonceLasts = std::chrono::minutes{5};

}  // namespace

ChannelState& World::channel_state(ChannelId channel) {
    for (auto& [user, direct] : direct_) {
        if (direct.id == channel) {
            return direct;
        }
    }
    for (const auto& [id, guild] : guilds_) {
        const auto found = std::ranges::find(guild->channels, channel, &ChannelState::id);
        if (found != guild->channels.end()) {
            return *found;
        }
    }
    throw std::logic_error("no such channel");
}

MessageId World::post(GuildId guild, ChannelId channel, UserId author, const std::string& content) {
    if (this->guild(guild).channel(channel) == nullptr) {
        throw std::logic_error("no such channel to post in");
    }
    auto& messages = channel_state(channel).messages;
    messages.push_back({MessageId{make_id(now_)}, 0, author, content});
    return messages.back().id;
}

const MessageState& World::post_as_bot(ChannelId channel, const Post& post) {
    auto& messages = channel_state(channel).messages;
    const auto same = std::ranges::find_if(messages, [&](const MessageState& message) {
        return !post.nonce.empty() && message.author == bot_ && message.nonce == post.nonce &&
               message.id.created_at() + kNonceLasts > now_;
    });
    if (same != messages.end()) {
        return *same;
    }
    messages.push_back({MessageId{make_id(now_)}, 0, bot_, post.text, post.nonce, post.rings});
    return messages.back();
}

void World::edit_message(ChannelId channel,
                         MessageId message,
                         const std::string& text,
                         bool rings) {
    auto& messages = channel_state(channel).messages;
    const auto found = std::ranges::find(messages, message, &MessageState::id);
    if (found == messages.end()) {
        throw std::logic_error("no such message to edit");
    }
    found->content = text;
    found->rings = rings;
}

void World::delete_message(ChannelId channel,
                           MessageId message,
                           UserId by,
                           const std::string& reason) {
    auto& messages = channel_state(channel).messages;
    const auto found = std::ranges::find(messages, message, &MessageState::id);
    if (found == messages.end()) {
        throw std::logic_error("no such message to delete");
    }
    const UserId author = found->author;
    messages.erase(found);
    const GuildState* guild = find_guild_of(channel);
    if (guild != nullptr && author != by) {
        AuditState& entry = log(state(guild->id), kMessageDelete, by);
        entry.entry.target = author.value;
        entry.entry.reason = reason;
    }
}

ChannelId World::open_direct(UserId user) {
    ChannelState& direct = direct_[user];
    if (direct.id.value == 0) {
        direct.id = ChannelId{make_id(now_)};
        direct.type = kDirectChannel;
    }
    return direct.id;
}

const ChannelState* World::find_direct(ChannelId channel) const {
    for (const auto& [user, direct] : direct_) {
        if (direct.id == channel) {
            return &direct;
        }
    }
    return nullptr;
}

bool World::takes_direct_messages(ChannelId channel) const {
    return std::ranges::none_of(direct_, [&](const auto& entry) {
        return entry.second.id == channel && refusing_.contains(entry.first);
    });
}

}  // namespace invitectl::sim
