// How far the facts can be trusted: what is settled, and where everything was read.
#pragma once

#include "invitectl/reconcile/demands.hpp"

#include "reconcile/calibrations.hpp"
#include "reconcile/index.hpp"

namespace invitectl::reconcile {

class Books {
  public:
    explicit Books(const History& history);

    const ReadingTable& readings() const { return readings_; }

    // Whether nothing that is still to be read can change a component that ends at `right_end`.
    bool settled(Instant right_end, const Demands& demands) const;

    // Whether every use by somebody who joined at `t` must show in some demand: after the first
    // readings, and with a readable audit log around it, which alone tells of invites that came and
    // went between readings.
    bool complete_at(Instant t) const;

    // Whether a demand that begins at `from` can be due to somebody from before the first reading,
    // who is no join.
    bool reaches_baseline(Instant from) const;

    // Whether somebody may have come and gone in (from, until] of whom a message would have told,
    // had it been read.
    bool may_miss_joins(Instant from, Instant until) const;

    // The highest mark at which a slice still holds the reading before any join that is not
    // settled, with the guard between them. `earliest` is the earliest such join that is known.
    ReadingNumber safe_mark(Stream stream, Instant earliest) const;

  private:
    const Coverage& coverage_;
    const Marks& marks_;
    ReadingTable readings_;
    Bounds widest_;
    Instant horizon_;      // before this, everything was looked at
    Instant first_ended_;  // when all streams had been read once
};

}  // namespace invitectl::reconcile
