// What the rows of the demand table share: bounds, windows, prior rates.
#pragma once

#include "invitectl/reconcile/demands.hpp"

#include "reconcile/calibrations.hpp"
#include "reconcile/index.hpp"

namespace invitectl::reconcile {

class DemandRules {
  public:
    DemandRules(const History& history, const ReadingTable& readings);

    const History& history() const { return history_; }
    const Index& index() const { return index_; }
    const Calibrations& calibrations() const { return calibrations_; }
    ReadingNumber mark(Stream stream) const;
    // The bounds between the reading before this one and this one.
    Bounds bounds(Stream stream, ReadingNumber reading) const;

    // Exactly `count` uses that became visible between the reading before `since` and `reading`.
    Demand window(const CodeLife& life,
                  DemandKind kind,
                  ReadingNumber since,
                  ReadingNumber reading,
                  std::int64_t count) const;
    // Turns an exact demand into one of 0 .. at_most (absent: any number of) uses, of a code that
    // had `uses` of them so far.
    void loosen(Demand& demand,
                const CodeLife& life,
                std::int64_t uses,
                std::optional<std::int64_t> at_most) const;

    // The rows themselves.
    Demand moved(const CodeLife& life, const CounterChange& change) const;
    Demand fallen(const CodeLife& life, const CounterChange& change) const;
    Demand first_listed(const CodeLife& life) const;
    Demand gone(const CodeLife& life) const;

  private:
    void cut_to_life(Demand& demand, const CodeLife& life) const;
    bool use_up(Demand& demand,
                const CodeLife& life,
                const Bracket& before,
                const Bracket& now) const;

    const History& history_;
    Index index_;
    Calibrations calibrations_;
};

// Some demands ask for nothing: a deletion that added no use.
inline bool asks_for_something(const Demand& demand) {
    return !demand.at_most || *demand.at_most > 0;
}

// Of a history whose readings are at hand.
Demands demands_of(const History& history, const ReadingTable& readings);

// The rows of the vanity counter, whose falls may be undone.
void add_vanity_demands(const DemandRules& rules, Demands& demands);

}  // namespace invitectl::reconcile
