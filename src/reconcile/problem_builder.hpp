// Puts demands and arrivals into the solver's terms.
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/reconcile/demands.hpp"
#include "invitectl/reconcile/problem.hpp"

#include "reconcile/books.hpp"
#include "reconcile/components.hpp"
#include "reconcile/stretches.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace invitectl::reconcile {

struct NamedProblem {
    Problem problem;                     // nodes in the order of the demands
    std::vector<Candidate> ways;         // per label, in order: kind, code and inviter
    std::vector<std::uint32_t> arrival;  // per newcomer: index into the history's arrivals
    std::vector<bool> complete;          // per newcomer: the books are complete at its time
    std::vector<bool> out_of_time;       // per newcomer: what was read when contradicts its time
    // Per newcomer: the books are complete, and have no room for what Discord states or a marker
    // role says.
    std::vector<bool> contradicted;
    std::vector<const Stamp*> stamped;  // per newcomer: what is held to it, into the history
    std::vector<bool> none_anyway;      // per newcomer: may_be_none as it is without the stamp
};

// Names the problems of a history, one stretch after the other. Keeps references to what it is made
// of, which must outlive it.
class ProblemBuilder {
  public:
    ProblemBuilder(const History& history, const Demands& demands, const Books& books);

    // Indices into the history's arrivals, by time. Bots are left out: they come by no invite.
    const std::vector<std::uint32_t>& newcomers() const { return newcomers_; }
    std::vector<Instant> times() const;  // of the newcomers

    NamedProblem build(const Stretch& stretch) const;
    NamedProblem build_whole() const;

  private:
    const History& history_;
    const Demands& demands_;
    const Books& books_;
    Calibrations calibrations_;
    std::vector<std::uint32_t> newcomers_;
    std::map<JoinId, const Statement*> statements_;
    std::map<JoinId, const Stamp*> stamps_;
    std::map<InviteCode, const Targeting*> targetings_;
};

// Takes the marker role of newcomer k for one that was given by hand: no evidence after all.
void disregard_stamp(NamedProblem& named, std::size_t k);

// Until a part is settled, what it lacks may be yet to come: its newcomers may be counted later,
// and its uses may be of people not seen yet. Returns per part whether it is settled.
std::vector<bool> relax_unsettled(Problem& problem,
                                  const Parts& parts,
                                  const Demands& demands,
                                  const Books& books);

}  // namespace invitectl::reconcile
