// Readings of the invite list and of the vanity counter, kept as changes.
//
// The first reading of a stream and every one with news is a row of its own. After it stands at
// most one quiet row, which later quiet readings move forward in place. So the row before one with
// news is always the last reading without that news, and the table grows with what happened only.
//
// News: a code came or went, or a counter moved (also downwards). A code starts a new epoch (1, 2,
// 3 …) when it returns after being gone or is listed with another creation time.
#pragma once

#include "invitectl/domain/invite.hpp"
#include "invitectl/domain/stream.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace invitectl::store {

struct ReadingOutcome {
    ReadingNumber number = 0;  // of the row that now stands for this reading
    bool first = false;        // the first of its stream: everything in it is baseline
    int news = 0;              // codes come or gone and counters moved; 0: quiet

    friend bool operator==(const ReadingOutcome&, const ReadingOutcome&) = default;
};

// Also remembers the inviters' names. Throws Error(broken_protocol) for a list that names a code
// twice with different counters, and Error(internal) for a reading that began before the latest one
// did.
ReadingOutcome record_invites(sql::Connection& connection,
                              GuildId guild,
                              const Timed<std::vector<Invite>>& list);
ReadingOutcome record_vanity(sql::Connection& connection,
                             GuildId guild,
                             const Timed<std::optional<Vanity>>& vanity);

std::optional<Reading> reading(sql::Connection& connection,
                               GuildId guild,
                               Stream stream,
                               ReadingNumber number);
std::optional<Reading> first_reading(sql::Connection& connection, GuildId guild, Stream stream);
std::optional<Reading> latest_reading(sql::Connection& connection, GuildId guild, Stream stream);

// A row of the table, for lists of readings.
struct ReadingSummary {
    Reading reading;
    bool quiet = false;
    std::int64_t codes = 0;        // listed at that time
    std::int64_t uses = 0;         // sum of their counters
    std::int64_t moved_codes = 0;  // whose counter moved
    std::int64_t new_uses = 0;     // by how much the counters rose
    std::int64_t came = 0;
    std::int64_t went = 0;
};
// Newest first, none before `oldest`.
std::vector<ReadingSummary> recent_readings(
    sql::Connection& connection, GuildId guild, Stream stream, int limit, ReadingNumber oldest = 1);

// The last reading that ended at or before `t` and the first that began after it.
struct ReadingsAround {
    std::optional<Reading> before;
    std::optional<Reading> after;
};
ReadingsAround readings_around(sql::Connection& connection,
                               GuildId guild,
                               Stream stream,
                               Instant t);

// From the end of a reading to the begin of the next one, where that one had news, oldest first:
// quiet readings leave no trace, so of other pauses nobody knows.
std::vector<TimeRange> pauses_before_news(sql::Connection& connection,
                                          GuildId guild,
                                          Stream stream);

// One epoch of a code, as all readings together show it.
struct InviteLife {
    InviteTerms
        terms;  // a vanity code has a code only; its created_at is when its first reading ended
    int epoch = 1;
    Stream stream = Stream::invites;
    Reading first;                // the reading that listed it first
    std::int64_t first_uses = 0;  // its counter there
    // What an earlier epoch of the very same invite had shown already: the list left it out for a
    // while. Uses new in the first reading are first_uses - carried_uses.
    std::int64_t carried_uses = 0;
    std::optional<Reading> gone;  // the first reading that no longer listed it
    std::int64_t last_uses = 0;   // the latest counter

    // Uses from before anyone looked, never joins.
    bool baseline() const { return first.number == 1; }
};
using LifeCallback = std::function<void(const InviteLife&)>;

// Every epoch of every code, by code and epoch; vanity codes among them.
void each_invite_life(sql::Connection& connection, GuildId guild, const LifeCallback& visit);
// Those that the latest readings list.
std::vector<InviteLife> live_invites(sql::Connection& connection, GuildId guild);
// All epochs of one code, oldest first.
std::vector<InviteLife> invite_lives(sql::Connection& connection,
                                     GuildId guild,
                                     const InviteCode& code);

// What became of an invite, as far as the readings and the audit log tell.
enum class InviteState { active, expired, used_up, deleted, vanity, gone };

std::string_view to_text(InviteState state);
// `deleted` needs an audit entry (read separately); `now` decides whether a listed one has expired.
InviteState state_of(const InviteLife& life, bool deletion_logged, Instant now);

// One moved counter.
struct UseChange {
    Reading reading;
    InviteCode code;
    int epoch = 1;
    std::int64_t before = 0;
    std::int64_t after = 0;
};
// Of one reading, by code.
std::vector<UseChange> use_changes(sql::Connection& connection,
                                   GuildId guild,
                                   Stream stream,
                                   ReadingNumber number);

}  // namespace invitectl::store
