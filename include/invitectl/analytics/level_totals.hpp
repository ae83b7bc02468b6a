// What a board counts of a segment as a whole: its joins by answer and outcome, and the mass of
// their candidates by way in. A few thousand numbers instead of some hundred thousand.
//
// They hold where a board takes every join of the segment and all fates are decided: who has not
// left is retained, and how long the others stayed says what became of them under the thresholds
// that the totals were made for.
#pragma once

#include "invitectl/analytics/join_columns.hpp"
#include "invitectl/analytics/mass.hpp"
#include "invitectl/domain/outcome.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace invitectl::analytics {

// Joins with one answer of the level.
struct EntryTotals {
    LevelEntry entry;
    bool rejoin = false;
    // fake, left, retained and unsure, in the order of Outcome; nobody is young.
    std::array<std::uint32_t, kOutcomeCount> by_outcome{};
    std::uint32_t weighed = 0;  // of them: not certain, and with candidates

    std::uint32_t joins() const;
    friend bool operator==(const EntryTotals&, const EntryTotals&) = default;
};

// Candidates of joins that are not certain, by one way in; a join with several candidates by the
// same way counts them as one.
struct WayTotals {
    std::uint8_t kind = 0;  // Candidate::Kind
    std::uint32_t index = kNoIndex;
    bool rejoin = false;
    Mass expected = 0;  // sum of p
    Mass variance = 0;  // sum of p (1 - p)

    friend bool operator==(const WayTotals&, const WayTotals&) = default;
};

// Both in the order in which the joins first name them: the same joins give the same totals.
struct LevelTotals {
    std::vector<EntryTotals> entries;
    std::vector<WayTotals> ways;

    friend bool operator==(const LevelTotals&, const LevelTotals&) = default;
};

enum class TotalsLevel : int { inviter = 1, source = 2 };

// Of a gathered segment with the columns of the level, candidates, stays and flags.
LevelTotals totals_of(TotalsLevel level, const JoinColumns& segment, const OutcomeTicks& rules);

}  // namespace invitectl::analytics
