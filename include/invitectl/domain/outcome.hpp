// What became of a join. Every join has exactly one outcome, so the five always add up.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/spell.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace invitectl {

enum class Outcome {
    fake,      // left within the fake threshold, the threshold itself included
    left,      // left after that and before day N
    retained,  // reached day N, even if it left later
    young,     // present, and day N has not come yet
    unsure,    // the interval in which it left straddles one of the two limits, or the present
};
inline constexpr int kOutcomeCount = 5;

std::string_view to_text(Outcome outcome);

struct OutcomeRules {
    Duration fake_threshold;  // 0 s .. 1 day
    Duration retained_after;  // day N as a rolling stretch of N * 24 h from the join
};

// What holds of a spell at `now`; its leave may be known from later on. A leave after `now` has not
// happened; one that lies before or after it is unsure, unless both give the same outcome. So is
// one that is fake or not, kept or not, by how exactly the join is known.
Outcome outcome_of(const Spell& spell, Instant now, const OutcomeRules& rules);

}  // namespace invitectl
