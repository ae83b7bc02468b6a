// What reconcile starts from: the facts of one guild, or the part of them that is not settled yet.
//
// A slice holds everything unsettled; what is settled is simply not in it, and the answers are
// exactly those that the whole history gives for the same joins. Each vector is one query. Nothing
// needs to be sorted.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/audit_entry.hpp"
#include "invitectl/domain/calibration.hpp"
#include "invitectl/domain/invite.hpp"
#include "invitectl/domain/stream.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace invitectl::reconcile {

// One life of a code, as the readings of its stream show it. Lives that matter: first listed, gone,
// or with a change in a reading at or above the mark of their stream.
struct CodeLife {
    // Of a vanity code: its code, and no inviter, channel or limits; created_at does not count.
    InviteTerms terms;
    int epoch = 1;
    Stream stream = Stream::invites;
    ReadingNumber first_reading = 1;  // 1: baseline, its first uses are never joins
    std::int64_t first_uses = 0;
    std::int64_t carried_uses = 0;  // of first_uses, what an earlier epoch had shown already
    std::optional<ReadingNumber> gone_reading;  // the first that no longer lists it
    std::int64_t last_uses = 0;                 // the latest counter
};

// A counter that moved between the reading before this one and this one; also downwards.
struct CounterChange {
    Stream stream = Stream::invites;
    ReadingNumber reading = 0;
    InviteCode code;
    int epoch = 1;
    std::int64_t before = 0;
    std::int64_t after = 0;
};

// An audit entry about an invite. Creations are wanted only of codes that no life has: invites that
// came and went between two readings.
struct InviteLogEntry {
    Instant at;
    AuditInvite invite;
};

struct ChannelDeletion {
    ChannelId channel;
    Instant at;
};

struct BotAddition {
    UserId bot;
    Instant at;
    std::optional<UserId> by;
};

struct Arrival {
    JoinId join = 0;
    UserId user;
    Instant joined_at;
    bool bot = false;
    bool did_rejoin = false;
    // Of somebody whom no sweep saw: joined after this, at joined_at or before.
    std::optional<Instant> joined_after{};
    // The sweep before the one that saw the member first began then, and that one ended then: the
    // member joined in between, or one of our clocks is wrong.
    std::optional<Instant> unseen_at{};
    std::optional<Instant> seen_by{};
};

// What Discord itself said about one join. No code, and not by the vanity URL: it came without an
// invite.
struct Statement {
    JoinId join = 0;
    std::optional<InviteCode> code{};
    bool vanity = false;              // the code, where said, is the vanity URL's
    std::optional<UserId> inviter{};  // where no counter knows the invite
};

// An invite that gives a marker role.
struct StampedWay {
    InviteCode code;
    std::optional<UserId> inviter{};

    friend bool operator==(const StampedWay&, const StampedWay&) = default;
};

// Somebody held a marker role when first seen, which only these invites give.
struct Stamp {
    JoinId join = 0;
    std::vector<StampedWay> ways;  // by code, not empty
};

// Only these may accept the invite.
struct Targeting {
    InviteCode code;
    std::vector<UserId> users;  // ascending, not empty
};

// How far the facts reach. All instants are the beginnings of requests that were answered whole,
// except where a bracket is given.
struct Coverage {
    std::optional<Bracket> first_invites;
    std::optional<Bracket> latest_invites;
    std::optional<Bracket> first_vanity;  // absent: the vanity counter was never read
    std::optional<Bracket> latest_vanity;
    bool awaits_vanity = false;  // the guild has a URL of its own, and its counter can be read
    std::optional<Instant> latest_sweep_began;
    bool awaits_audit = true;  // the audit log can be read
    std::optional<Instant> latest_audit_began;
    std::vector<TimeRange> audit_gaps;  // what the log cannot tell any more, or never could
    bool awaits_messages = false;       // join messages can be read
    std::optional<Instant> messages_known_until;  // who was announced before is known
    std::vector<TimeRange> message_gaps;          // joins of which no message could be read
};

// Identifies a demand (demands.hpp) for good.
enum class DemandKind { moved, first_listed, deleted, used_up, vanished, created_and_gone, fallen };

struct DemandKey {
    Stream stream = Stream::invites;
    ReadingNumber reading = 0;
    InviteCode code;
    int epoch = 1;  // 0: never listed, known from the audit log alone
    DemandKind kind = DemandKind::moved;

    friend auto operator<=>(const DemandKey&, const DemandKey&) = default;
};

// Everything that belongs to a lower reading (or join) is settled.
struct Marks {
    ReadingNumber invites = 1;
    ReadingNumber vanity = 1;
    JoinId join = 1;

    friend bool operator==(const Marks&, const Marks&) = default;
};

struct History {
    Marks marks;                    // 1, 1, 1: the whole history
    std::vector<Reading> readings;  // from the one before the mark of its stream on
    std::vector<CodeLife> lives;
    std::vector<CounterChange> changes;  // in readings at or above the marks
    // Log entries from one day before the reading that precedes the mark on; more does no harm.
    std::vector<InviteLogEntry> created;  // of codes without a life
    std::vector<InviteLogEntry> deleted;
    std::vector<ChannelDeletion> channels_deleted;
    std::vector<BotAddition> bots_added;  // of bots among the arrivals
    std::vector<Arrival> arrivals;        // that are not settled
    JoinId next_join = 1;                 // above every join there is, settled or not
    std::vector<Statement> statements;    // about these
    std::vector<Stamp> stamps;            // likewise
    std::vector<Targeting> targetings;    // of codes among the lives
    std::vector<DemandKey> settled;       // settled demands at or above the marks
    Coverage coverage;
    std::vector<Calibration> calibrations;  // in the order made: a later one holds on its range
};

}  // namespace invitectl::reconcile
