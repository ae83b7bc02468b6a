// Outcomes read off columns: outcome_of (domain/outcome.hpp), in ticks.
//
// Thresholds and `now` are whole seconds; then both agree on every join.
#pragma once

#include "invitectl/analytics/join_columns.hpp"
#include "invitectl/domain/outcome.hpp"
#include "invitectl/domain/time_range.hpp"

namespace invitectl::analytics {

inline OutcomeTicks ticks_of(const OutcomeRules& rules) {
    return {tick_of(rules.fake_threshold), tick_of(rules.retained_after)};
}

class OutcomeReader {
  public:
    OutcomeReader(const OutcomeRules& rules, Instant now)
        : now_(tick_of(now)),
          rules_(ticks_of(rules)),
          old_enough_(tick_of(now - rules.retained_after)) {}
    // As of a time when everything is decided.
    explicit OutcomeReader(const OutcomeTicks& rules)
        : now_(kNever - 1), rules_(rules), old_enough_(kNever - 1) {}

    const OutcomeTicks& rules() const { return rules_; }

    // What it reads of a segment with these bounds. Where nobody is young and nobody left after
    // `now`, how long they stayed says it all.
    Parts wants(const SegmentBounds& bounds) const {
        return all_decided(bounds) ? Parts{Part::stayed}
                                   : Parts{Part::joined, Part::left, Part::stayed};
    }
    bool all_decided(const SegmentBounds& bounds) const {
        return bounds.last_joined <= old_enough_ && bounds.last_left <= now_;
    }

    Outcome of(const JoinColumns& segment, std::size_t i) const {
        return of(segment.joined[i],
                  {segment.left_least[i],
                   segment.left_most[i],
                   segment.stayed_least[i],
                   segment.stayed_most[i]});
    }
    Outcome of(Tick joined, const LeaveTicks& leave) const {
        const Outcome present = of_stayer(joined);
        if (leave.stayed_most == kNever || leave.left_least > now_) {
            return present;
        }
        const Outcome soonest = after(leave.stayed_least);
        const Outcome latest = leave.left_most <= now_ ? after(leave.stayed_most) : present;
        return soonest == latest ? latest : Outcome::unsure;
    }
    // Of somebody who has not left.
    Outcome of_stayer(Tick joined) const {
        return joined <= old_enough_ ? Outcome::retained : Outcome::young;
    }

    // The same where all are decided.
    Outcome of_decided(const JoinColumns& segment, std::size_t i) const {
        return of_decided(segment.stayed_least[i], segment.stayed_most[i]);
    }
    Outcome of_decided(Tick stayed_least, Tick stayed_most) const {
        const Outcome soonest = after(stayed_least);
        const Outcome latest = after(stayed_most);
        return soonest == latest ? latest : Outcome::unsure;
    }

  private:
    // Of somebody who stayed so long; kNever is long enough for anything. Without a branch: which
    // way it goes is as good as random.
    Outcome after(Tick stayed) const {
        static_assert(static_cast<int>(Outcome::fake) == 0 &&
                      static_cast<int>(Outcome::left) == 1 &&
                      static_cast<int>(Outcome::retained) == 2);
        const auto reached = static_cast<unsigned>(stayed >= rules_.retained_after);
        const auto no_fake = static_cast<unsigned>(stayed > rules_.fake_threshold);
        return static_cast<Outcome>(2 * reached + (no_fake & (1 - reached)));
    }

    Tick now_;
    OutcomeTicks rules_;
    Tick old_enough_;  // who joined up to here and stayed is retained
};

// Which joins of a segment a report counts: joined in its window and not after its `now`.
class WindowReader {
  public:
    WindowReader(const TimeRange& window, Instant now)
        : from_(tick_of(window.from)), until_(tick_of(window.until)), now_(tick_of(now)) {}

    bool outside(const SegmentBounds& bounds) const {
        return bounds.last_joined < from_ || bounds.first_joined >= until_ ||
               bounds.first_joined > now_;
    }
    bool inside(const SegmentBounds& bounds) const {
        return from_ <= bounds.first_joined && bounds.last_joined < until_ &&
               bounds.last_joined <= now_;
    }
    bool contains(Tick joined) const {
        return from_ <= joined && joined < until_ && joined <= now_;
    }

  private:
    Tick from_;
    Tick until_;
    Tick now_;
};

}  // namespace invitectl::analytics
