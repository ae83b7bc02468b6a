// To whom one join counts, and how much: the board by inviter, join by join.
//
// Summed over all joins of a window the shares give that board: `p` its column expected, standing
// shares its joins, and those worth something its credited joins.
#pragma once

#include "invitectl/analytics/placement.hpp"
#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/outcome.hpp"

#include <optional>
#include <vector>

namespace invitectl::analytics {

struct CreditShare {
    RowKind row = RowKind::open;  // group: an inviter
    std::optional<UserId> inviter{};
    Denial denial = Denial::none;  // of the credit of that inviter
    double p = 0;                  // that the join belongs here; those of a join add up to 1
    bool stands = false;           // it is here that boards count the join; once per join

    // What it is worth: 1 for a standing share of an inviter, unless it is denied or the join fake.
    int worth(Outcome outcome) const {
        const bool counts = stands && row == RowKind::group && denial == Denial::none;
        return counts && outcome != Outcome::fake ? 1 : 0;
    }
    friend bool operator==(const CreditShare&, const CreditShare&) = default;
};

struct CreditedJoin {
    UserId user;
    Instant joined_at;
    bool has_been_before = false;
};

// `answer` with its candidates; nullptr: not worked out yet. The most probable share first, but
// the standing one before all others.
std::vector<CreditShare> credit_shares(const CreditedJoin& join,
                                       const Attribution* answer,
                                       const CreditRules& rules);

}  // namespace invitectl::analytics
