// The question the solver answers, without names: who can have used what.
//
// An explanation gives every arrival one way: a node whose interval holds it, or no invite at all
// where that is allowed. A node takes between at_least and at_most arrivals; where ghosts are
// allowed, uses that nobody was seen for fill it up.
#pragma once

#include "invitectl/base/time.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace invitectl::reconcile {

inline constexpr int kAnyWay = -1;
inline constexpr int kNoInvite = -2;
inline constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();
// More uses than Discord has users a hundred times over; counters that show more are cut here.
inline constexpr std::int64_t kMostUses = std::int64_t{1} << 40;

struct Node {
    Instant from;   // exclusive
    Instant until;  // inclusive
    int label = 0;  // which way in it means (>= 0); several nodes may share one
    std::int64_t at_least = 0;
    std::int64_t at_most = 0;  // up to kMostUses; kUnlimited: no limit
    bool ghosts = true;

    // For probabilities only.
    std::optional<Instant> opened;  // middle of the reading that did not show these uses yet
    std::optional<Instant> closed;  // middle of the reading that did
    Duration blur{0};               // how far from these the readings may really have been
    Duration lag_scale{0};          // mean time until a use shows
    Duration lag_bound{0};          // it never takes longer
    double ghost_mass = 0;          // expected ghosts at one use per hour: hours
    double rate = 0;                // uses per hour, where the number is not exact
    double used_up = 0;  // prior probability of at_most uses, where the number is not exact
    double span = 0;     // hours in which uses can have happened

    bool exact() const { return at_least == at_most; }
};

struct Newcomer {
    Instant at;
    int only = kAnyWay;       // or a label, or kNoInvite: what evidence leaves
    bool may_be_none = true;  // can have come without an invite
    double none_rate = 0;     // joins without an invite per hour, for probabilities only
    int among = kAnyWay;      // or an index into Problem::restrictions, which hold as well
};

// Evidence about several labels at once; no invite stays as may_be_none says.
struct Restriction {
    bool to_these = true;     // nothing but the labels; or anything but them
    std::vector<int> labels;  // ascending
};

struct Problem {
    std::vector<Newcomer> newcomers;  // by time
    std::vector<Node> nodes;          // by from, then until
    std::vector<Restriction> restrictions{};

    // Whether evidence leaves this label (>= 0) to the newcomer.
    bool leaves(const Newcomer& newcomer, int label) const {
        if (newcomer.only != kAnyWay && newcomer.only != label) {
            return false;
        }
        if (newcomer.among == kAnyWay) {
            return true;
        }
        const Restriction& rule = restrictions[static_cast<std::size_t>(newcomer.among)];
        return std::binary_search(rule.labels.begin(), rule.labels.end(), label) == rule.to_these;
    }
};

}  // namespace invitectl::reconcile
