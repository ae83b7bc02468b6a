// How good answers are, the truth being known.
#pragma once

#include "invitectl/reconcile/attribute.hpp"

#include "tests/bench/guild_trace.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <vector>

namespace invitectl::bench {

// Claims of one kind: how many, and how many of them are right.
struct Claims {
    std::int64_t made = 0;
    std::int64_t right = 0;

    void add(bool is_right) {
        ++made;
        right += is_right ? 1 : 0;
    }
    Claims& operator+=(const Claims& other) {
        made += other.made;
        right += other.right;
        return *this;
    }
    // Percent.
    double share(std::int64_t of) const;
    double precision() const;
};

struct Scores {
    std::int64_t joins = 0;
    std::array<Claims, 3> proved;  // code, inviter, source
    Claims nearly_certain;         // p >= 0.99
    Claims best;                   // the most probable candidate of every join
    double log_loss = 0;           // mean over joins
    double calibration_error = 0;  // of the best candidates, 20 bins
    double inviter_error = 0;      // L1 of joins per inviter, percent
    double retained_error = 0;     // L1 of joins that reached day 30 per inviter, percent
    double covered = 0;            // inviters whose 90 % interval holds the truth, percent
    std::int64_t inconsistent = 0;

    std::int64_t wrong() const;  // proofs, all levels
};

Scores score(const Trace& trace,
             const reconcile::Result& result,
             const AssignmentTimeline& assignments,
             const reconcile::ReservedSources& reserved);

}  // namespace invitectl::bench
