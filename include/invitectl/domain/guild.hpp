// A Discord server and its channels, as far as the tool looks at them.
#pragma once

#include "invitectl/domain/snowflake.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl {

struct Guild {
    GuildId id;
    std::string name;
    UserId owner;
    bool has_vanity = false;    // feature VANITY_URL
    bool discoverable = false;  // feature DISCOVERABLE: joins without an invite are possible
    std::optional<ChannelId> system_channel;  // where join messages appear
    // What its own URL ends in, as the guild itself says now; not stored.
    std::optional<std::string> vanity_code{};
};

// https://discord.com/developers/docs/resources/channel#channel-object-channel-types
namespace channel_type {
inline constexpr int kText = 0;
inline constexpr int kVoice = 2;  // with a chat of its own
inline constexpr int kAnnouncement = 5;
inline constexpr int kStage = 13;  // as voice
}  // namespace channel_type

struct Channel {
    ChannelId id;
    std::string name;
    int type = channel_type::kText;  // unknown ones are kept
    // The newest message as far as Discord says; it may have been deleted since. 0: none yet.
    MessageId last_message{};

    // Whether people write there; threads and forums, which are channels of channels, do not count.
    bool takes_messages() const {
        return type == channel_type::kText || type == channel_type::kVoice ||
               type == channel_type::kAnnouncement || type == channel_type::kStage;
    }

    friend bool operator==(const Channel&, const Channel&) = default;
};

// A guild the bot is in, from its own list, with the bot's permissions there (overwrites left out).
struct GuildMembership {
    GuildId id;
    std::string name;
    std::uint64_t permissions = 0;
};

// Permission bits the tool asks for: https://discord.com/developers/docs/topics/permissions
namespace permission {
inline constexpr std::uint64_t kCreateInvite = 1ULL << 0U;
inline constexpr std::uint64_t kAdministrator = 1ULL << 3U;
inline constexpr std::uint64_t kManageGuild = 1ULL << 5U;
inline constexpr std::uint64_t kViewAuditLog = 1ULL << 7U;
inline constexpr std::uint64_t kViewChannel = 1ULL << 10U;
inline constexpr std::uint64_t kReadHistory = 1ULL << 16U;

// What the address that invites the bot asks for, wherever it is printed: enough to follow a
// server, to see who came and went between two readings, and to make invites.
inline constexpr std::uint64_t kAskedFor =
    kManageGuild | kViewAuditLog | kCreateInvite | kViewChannel | kReadHistory;

constexpr bool has(std::uint64_t held, std::uint64_t wanted) {
    return (held & kAdministrator) != 0 || (held & wanted) == wanted;
}
}  // namespace permission

// Where an admin invites the bot with these permissions. `application`: its id, or what stands for
// it in a text.
inline std::string invitation_url(std::string_view application) {
    return "https://discord.com/oauth2/authorize?client_id=" + std::string(application) +
           "&scope=bot&permissions=" + std::to_string(permission::kAskedFor);
}

// The bot's own application: who it is and whether the privileged intents are switched on.
struct BotIdentity {
    UserId id;
    std::string username;
    bool members_intent = false;
};

}  // namespace invitectl
