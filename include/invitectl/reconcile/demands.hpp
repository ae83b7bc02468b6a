// From counters to demands: which uses some joins must explain, and when these can have joined.
//
//   observation                                   uses                          joined in
//   listed before and after, counter rose by d    exactly d                     (a'-L-e, b+e],
//   within life first listed with u uses                      exactly u (max(created-e, a'-L-e),
//   b+e] gone, deletion logged with final uses         exactly final - last          (a'-L-e,
//   deleted+e] gone, limited, not expired, log complete      exactly max_uses - last       (a'-L-e,
//   b+e] gone otherwise                                0 .. max_uses-last or any     (a'-L-e,
//   min(expiry, b)+e] came and went between readings (log only)     final, or 0 .. max_uses
//   (created-e, deleted+e] counter fell to u                             0 .. u (a'-L-e, b+e]
//
// a' is when the reading before began, b when this one ended, L the lag bound, e the clock bound.
// What a list does not show cannot be used: that is Discord's promise these rows lean on.
//
// A demand that ends while somebody nobody saw may have joined (Arrival::joined_after) reaches up
// to the end of that interval instead.
//
// The vanity counter has a known fault: it falls to nothing and comes back
// (https://github.com/discord/discord-api-docs/issues/5353). A fall or absence that is made good
// within kFlipWindow is no movement; what it gained meanwhile counts over the whole stretch. Until
// that is decided nothing after the fall is settled.
#pragma once

#include "invitectl/reconcile/history.hpp"

#include <optional>
#include <vector>

namespace invitectl::reconcile {

inline constexpr Duration kFlipWindow = std::chrono::hours{24};

struct Demand {
    DemandKey key;
    std::optional<UserId> inviter;
    std::int64_t at_least = 0;
    std::optional<std::int64_t> at_most;  // absent: no limit
    Instant from;                         // exclusive
    Instant until;                        // inclusive
    ReadingNumber since = 0;  // the first reading it follows from; key.reading but for undone falls
    // The readings between which the uses became visible, for the law of the lag; absent where all
    // uses from the beginning, or to the end, are in.
    std::optional<Bracket> opened;
    std::optional<Bracket> closed;
    // Where the number is not exact: uses per hour of this code so far, and the prior probability
    // that all of at_most were used.
    double rate = 0;
    double used_up = 0;

    bool exact() const { return at_most && *at_most == at_least; }
};

// A vanity counter that fell at reading `fell` and was whole again at `restored`: neither can be
// understood without the other.
struct Flip {
    ReadingNumber fell = 0;
    ReadingNumber restored = 0;
};

struct Demands {
    std::vector<Demand> list;  // by from, until, key; settled ones are left out
    std::vector<Flip> flips;
    // The start of the earliest fall of the vanity counter that may still be undone, and its
    // reading.
    std::optional<Instant> undecided_from;
    std::optional<ReadingNumber> undecided_reading;
};

// Throws Error(internal) for a history that names a life or a reading that it does not hold.
Demands demands_of(const History& history);

}  // namespace invitectl::reconcile
