#include "invitectl/domain/outcome.hpp"

#include <algorithm>
#include <array>

namespace invitectl {

std::string_view to_text(Outcome outcome) {
    constexpr std::array<std::string_view, kOutcomeCount> kNames = {
        "fake", "left", "retained", "young", "unsure"};
    return kNames.at(static_cast<std::size_t>(outcome));
}

namespace {

Outcome outcome_while_present(Instant joined_at, Instant now, const OutcomeRules& rules) {
    return now - joined_at >= rules.retained_after ? Outcome::retained : Outcome::young;
}

// The outcome of a leave at exactly `left`.
Outcome outcome_at(Instant joined_at, Instant left, const OutcomeRules& rules) {
    const Duration stayed = left - joined_at;
    if (stayed >= rules.retained_after) {
        return Outcome::retained;
    }
    return stayed <= rules.fake_threshold ? Outcome::fake : Outcome::left;
}

// True where a leave can have happened at `now` or before.
bool may_have_left(const Leave& leave, Instant now) {
    return leave.exact() ? leave.earliest <= now : leave.earliest < now;
}

}  // namespace

Outcome outcome_of(const Spell& spell, Instant now, const OutcomeRules& rules) {
    const Instant joined_at = spell.joined_at;
    const std::optional<Leave>& leave = spell.leave;
    if (!leave || !may_have_left(*leave, now)) {
        return outcome_while_present(joined_at, now, rules);
    }
    // The leave lies in (earliest, latest], so just after `earliest` is the soonest it can have
    // been. The later somebody left, and the sooner they joined, the better the outcome: where both
    // ends agree, so does everything between.
    const Instant soonest =
        leave->exact() ? leave->earliest : std::max(leave->earliest, joined_at) + Duration{1};
    const Instant joined_first = joined_at - join_slack(joined_at, spell.joined_after);
    const Outcome at_soonest = outcome_at(joined_at, std::min(soonest, leave->latest), rules);
    const Outcome at_latest = leave->latest <= now ? outcome_at(joined_first, leave->latest, rules)
                                                   : outcome_while_present(joined_at, now, rules);
    return at_soonest == at_latest ? at_latest : Outcome::unsure;
}

}  // namespace invitectl
