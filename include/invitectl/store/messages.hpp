// Who wrote when, in which channel and how much, never what; and how far each channel was read.
//
// What was written before messages were read for the first time, or while that was switched off, is
// never read: the latter is a gap.
#pragma once

#include "invitectl/analytics/last_posts.hpp"
#include "invitectl/domain/message.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace invitectl::store {

inline constexpr int kHidesAfter = 2;

struct MessageChannel {
    ChannelId channel;
    MessageId read_past;    // nothing after it has been read
    MessageId asked_for{};  // the channel's newest message when it was asked last
    bool behind = false;    // there was more to read than one run may
    int empty_answers = 0;  // in a row, though the channel had news
    std::optional<Instant> refused_since{};

    // Refused, or hidden: a channel that has news and gives none once may have lost its newest
    // message, twice it hides what is written.
    bool unreadable() const { return refused_since || empty_answers >= kHidesAfter; }

    friend bool operator==(const MessageChannel&, const MessageChannel&) = default;
};

// By id; those that were asked about at least once.
std::vector<MessageChannel> message_channels(sql::Connection& connection, GuildId guild);
void record_message_channel(sql::Connection& connection,
                            GuildId guild,
                            const MessageChannel& channel);

// Stores what people wrote among these; returns how much of it is new.
std::int64_t record_messages(sql::Connection& connection,
                             GuildId guild,
                             std::span<const Message> messages);

// From when to when it is known who wrote.
struct MessageReach {
    Instant since;
    Instant until;
    std::vector<TimeRange> gaps;  // ascending; what was written there was not read
};
// Nothing where no messages were ever read.
std::optional<MessageReach> message_reach(sql::Connection& connection, GuildId guild);

// Of each join whose member wrote before the user's next join, and up to `until`: when last. Reads
// messages and the joins of those who wrote, and no others.
analytics::LastPosts last_posts(sql::Connection& connection, GuildId guild, Instant until);

}  // namespace invitectl::store
