// Joins of people whom no sweep saw: known from a join message, or from a kick, and so at a time
// that lies in an interval. Seen by a later sweep, such a join takes the exact time and keeps its
// number (promote_sweep).
//
// A ban tells nothing of the kind by itself: people who never were members are banned too.
#pragma once

#include "invitectl/domain/message.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/spell.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace invitectl::store {

// Who joins is announced within this. With membership screening the message comes only after that
// was passed, so where members were seen pending nothing but the sweeps bounds it.
inline constexpr Duration kJoinMessageDelay = std::chrono::seconds{10};

struct UnseenNews {
    std::int64_t messages = 0;     // that were not known
    std::int64_t joins = 0;        // by somebody whom no sweep saw
    std::optional<Instant> since;  // the earliest moment at which one of these can have been
};

// Stores the join messages among these; the rest is left alone. Needs a sweep to have been made.
UnseenNews record_join_messages(sql::Connection& connection,
                                GuildId guild,
                                std::span<const Message> messages);

// Joins of those whom a kick newer than `after` names, and of whom nothing else is known.
UnseenNews admit_kicked(sql::Connection& connection, GuildId guild, AuditEntryId after);

struct JoinMessage {
    MessageId id;
    ChannelId channel;
    UserId user;
    Instant at;

    friend bool operator==(const JoinMessage&, const JoinMessage&) = default;
};

// Those that can announce this spell: of its user, from its join on, up to its leave and to the
// user's next join. Oldest first.
std::vector<JoinMessage> join_messages_for(sql::Connection& connection,
                                           GuildId guild,
                                           const Spell& spell);

// How well join messages tell of joins that sweeps saw: from the first message on, without members
// who had not passed screening.
struct JoinMessageCheck {
    std::int64_t joins = 0;
    std::int64_t announced = 0;  // of these
};
JoinMessageCheck check_join_messages(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
