// From facts to answers: the whole of reconcile in one call, and the last step of it alone.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/reconcile/demands.hpp"
#include "invitectl/reconcile/explanations.hpp"
#include "invitectl/reconcile/history.hpp"

#include <functional>
#include <vector>

namespace invitectl::reconcile {

// The sources every guild has.
struct ReservedSources {
    SourceId vanity = 0;
    SourceId bot = 0;
    SourceId none = 0;
};

// The source of whoever came this way at `t`: what the code is assigned to, or the reserved source
// of its kind; absent for an invite assigned to none.
std::optional<SourceId> source_of(const Candidate& candidate,
                                  Instant t,
                                  const AssignmentTimeline& assignments,
                                  const ReservedSources& reserved);

// Who is credited where a person decided it, else whom Discord names.
std::optional<UserId> inviter_at(const Candidate& candidate,
                                 const AssignmentTimeline& assignments,
                                 Instant t);

// Makes the inviter whom the code is credited to at `t`: whom a person decided on, else whom
// Discord names.
void credit(Candidate& candidate, const AssignmentTimeline& assignments, Instant t);

// Gives every candidate its source and inviter, puts them in order, and answers the three levels
// from candidates, reason and settled; whatever else the attribution said before goes. A level is
// proved when all candidates agree on it, the join is settled and the reason is sound (stated or
// stamped, settled or not, where that is the reason); likely from kLikely on; else open. Unsettled
// joins are open, joins without candidates unknown. Used again, without solving, when a decision
// about a code changes.
void answer_levels(Attribution& attribution,
                   Instant joined_at,
                   const AssignmentTimeline& assignments,
                   const ReservedSources& reserved);
// The same for this reason, which the attribution gets.
void answer_levels(Attribution& attribution,
                   Reason reason,
                   Instant joined_at,
                   const AssignmentTimeline& assignments,
                   const ReservedSources& reserved);

struct DemandOutcome {
    Demand demand;
    double attributed = 0;  // expected joins
    double ghosts = 0;      // expected uses that nobody was seen for
    bool settled = false;
};

// A settled stretch that no explanation fits: a bound or a declaration does not hold there.
struct Inconsistency {
    Instant from;
    Instant until;
    std::int64_t joins = 0;
    std::int64_t demands = 0;
};

struct Result {
    std::vector<Attribution> attributions;  // of all arrivals, by join
    std::vector<DemandOutcome> demands;     // by key
    std::vector<Inconsistency> inconsistencies;
    std::int64_t answered = 0;  // arrivals
    Marks marks;                // where the next slice may start
};

// Takes answers one by one, where a million of them need not be held at once. What is handed over
// lives during the call only.
struct Receiver {
    std::function<void(const Attribution&)> answer;    // joins by time, then bots
    std::function<void(const DemandOutcome&)> demand;  // by key
};

Result reconcile(const History& history,
                 const AssignmentTimeline& assignments,
                 const ReservedSources& reserved,
                 Explanations* explanations = nullptr);

// The same, with attributions and demands handed to the receiver; the result holds none.
Result reconcile(const History& history,
                 const AssignmentTimeline& assignments,
                 const ReservedSources& reserved,
                 const Receiver& receiver);

}  // namespace invitectl::reconcile
