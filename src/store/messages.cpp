#include "invitectl/store/messages.hpp"

#include "invitectl/store/cursors.hpp"
#include "invitectl/store/runs.hpp"

#include "store/query.hpp"

#include <algorithm>

namespace invitectl::store {

namespace {

struct SpellStart {
    Instant joined_at;
    bool is_join = false;  // else from before tracking began
};

std::vector<SpellStart> spell_starts(Query& spells, GuildId guild, UserId user) {
    std::vector<SpellStart> starts;
    for (spells.with(guild, user); spells.next();) {
        starts.push_back({spells.get<Instant>(0), !spells.is_null(1)});
    }
    return starts;
}

// Takes the messages of a user in order and hands on what is last in each join.
class UserPosts {
  public:
    UserPosts(UserId user, std::vector<SpellStart> starts)
        : user_(user), starts_(std::move(starts)) {}

    UserId user() const { return user_; }

    void add(Instant at, analytics::LastPosts& into) {
        while (next_ < starts_.size() && starts_[next_].joined_at <= at) {
            hand_on(into);
            ++next_;
        }
        latest_ = at;
    }

    void hand_on(analytics::LastPosts& into) {
        if (next_ > 0 && latest_ && starts_[next_ - 1].is_join) {
            const Instant joined_at = starts_[next_ - 1].joined_at;
            into.add(user_, joined_at, *latest_ - joined_at);
        }
        latest_.reset();
    }

  private:
    UserId user_;
    std::vector<SpellStart> starts_;
    std::size_t next_ = 0;  // the first that begins after the messages so far
    std::optional<Instant> latest_;
};

}  // namespace

std::vector<MessageChannel> message_channels(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT channel_id, read_past, asked_for, behind, empty_answers, refused_since"
              " FROM message_channel WHERE guild_id = $guild ORDER BY channel_id",
              {"guild"});
    std::vector<MessageChannel> found;
    for (all.with(guild); all.next();) {
        found.push_back({.channel = all.get<ChannelId>(0),
                         .read_past = all.get<MessageId>(1),
                         .asked_for = all.get<MessageId>(2),
                         .behind = all.get<bool>(3),
                         .empty_answers = all.get<int>(4),
                         .refused_since = all.get<std::optional<Instant>>(5)});
    }
    return found;
}

void record_message_channel(sql::Connection& connection,
                            GuildId guild,
                            const MessageChannel& channel) {
    require_transaction(connection);
    Query(connection,
          "INSERT INTO message_channel (guild_id, channel_id, read_past, asked_for, behind,"
          " empty_answers, refused_since) VALUES ($guild, $channel, $read_past, $asked_for,"
          " $behind, $empty, $refused) ON CONFLICT (guild_id, channel_id) DO UPDATE SET"
          " read_past = excluded.read_past, asked_for = excluded.asked_for,"
          " behind = excluded.behind, empty_answers = excluded.empty_answers,"
          " refused_since = excluded.refused_since",
          {"guild", "channel", "read_past", "asked_for", "behind", "empty", "refused"})
        .with(guild,
              channel.channel,
              channel.read_past,
              channel.asked_for,
              channel.behind,
              channel.empty_answers,
              channel.refused_since)
        .run();
}

std::int64_t record_messages(sql::Connection& connection,
                             GuildId guild,
                             std::span<const Message> messages) {
    require_transaction(connection);
    Query add(connection,
              "INSERT INTO message_seen (guild_id, user_id, message_id, channel_id, length)"
              " VALUES ($guild, $user, $message, $channel, $length)"
              " ON CONFLICT (guild_id, user_id, message_id) DO NOTHING",
              {"guild", "user", "message", "channel", "length"});
    std::int64_t added = 0;
    for (const Message& message : messages) {
        if (message.is_post()) {
            add.with(guild, message.author, message.id, message.channel, message.length).run();
            added += connection.changes();
        }
    }
    return added;
}

std::optional<MessageReach> message_reach(sql::Connection& connection, GuildId guild) {
    const auto since = cursor(connection, guild, kMessagesSinceCursor);
    const auto poll = latest_poll(connection, guild, PollKind::messages);
    if (!since || !poll || !poll->last_ok) {
        return {};
    }
    MessageReach reach{from_micros(*since), poll->last_ok->began, {}};
    for (const MessageChannel& channel : message_channels(connection, guild)) {
        if (channel.behind && !channel.refused_since) {
            reach.until = std::min(reach.until, channel.read_past.created_at());
        }
    }
    reach.until = std::max(reach.until, reach.since);
    for (const Gap& gap : gaps(connection, guild)) {
        if (gap.kind == PollKind::messages) {
            reach.gaps.push_back({gap.from, gap.until});
        }
    }
    return reach;
}

analytics::LastPosts last_posts(sql::Connection& connection, GuildId guild, Instant until) {
    Query messages(connection,
                   "SELECT user_id, message_id FROM message_seen WHERE guild_id = $guild"
                   " ORDER BY user_id, message_id",
                   {"guild"});
    Query spells(connection,
                 "SELECT joined_at, join_id FROM member_spell WHERE guild_id = $guild"
                 " AND user_id = $user ORDER BY joined_at",
                 {"guild", "user"});
    analytics::LastPosts posts;
    std::optional<UserPosts> of_user;
    for (messages.with(guild); messages.next();) {
        const auto user = messages.get<UserId>(0);
        const Instant at = messages.get<MessageId>(1).created_at();
        if (at > until) {
            continue;
        }
        if (!of_user || of_user->user() != user) {
            if (of_user) {
                of_user->hand_on(posts);
            }
            of_user.emplace(user, spell_starts(spells, guild, user));
        }
        of_user->add(at, posts);
    }
    if (of_user) {
        of_user->hand_on(posts);
    }
    return posts;
}

}  // namespace invitectl::store
