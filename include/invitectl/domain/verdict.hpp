// How sure an attribution is, best first.
#pragma once

#include <optional>
#include <string_view>

namespace invitectl {

enum class Verdict {
    manual,   // labelled by a person
    stated,   // Discord said so (members-search)
    stamped,  // the member holds the marker role of a source
    proved,   // holds in every explanation of the counters
    likely,   // probability of at least kLikely
    open,     // several candidates, each with its probability
    unknown,  // no candidate at all, and not provably without an invite
};

inline constexpr double kLikely = 0.9;

std::string_view to_text(Verdict verdict);
std::optional<Verdict> parse_verdict(std::string_view text);

// Verdicts whose join counts to one group on a board; the rest goes to the row "(open)".
constexpr bool is_credited(Verdict verdict) {
    return verdict <= Verdict::likely;
}

// Verdicts the column "certain" counts.
constexpr bool is_certain(Verdict verdict) {
    return verdict <= Verdict::proved;
}

}  // namespace invitectl
