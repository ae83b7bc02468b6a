#include "reconcile/demand_rules.hpp"

#include <algorithm>

namespace invitectl::reconcile {
namespace {

// A fall of the counter that may still be undone.
struct Fall {
    ReadingNumber reading = 0;
    std::int64_t height = 0;        // before it
    std::vector<Demand> tentative;  // what it and later changes mean if it stands
};

class VanityDemands {
  public:
    VanityDemands(const DemandRules& rules, Demands& demands) : rules_(rules), demands_(demands) {
        for (const CodeLife* life : rules.index().lives()) {
            if (life->stream == Stream::vanity) {
                lives_.push_back(life);
            }
        }
        std::stable_sort(lives_.begin(), lives_.end(), [](const CodeLife* a, const CodeLife* b) {
            return a->first_reading < b->first_reading;
        });
    }

    void add_all() {
        for (std::size_t i = 0; i < lives_.size(); ++i) {
            add_first(i);
            add_changes(*lives_[i]);
            add_end(i);
        }
    }

  private:
    ReadingNumber mark() const { return rules_.mark(Stream::vanity); }

    bool in_time(ReadingNumber fell, Instant t) const {
        return t <= rules_.index().readings().reading(Stream::vanity, fell).began + kFlipWindow;
    }

    bool restored_in_time(ReadingNumber fell, ReadingNumber reading) const {
        return in_time(fell, rules_.index().readings().reading(Stream::vanity, reading).began);
    }

    void add(Demand demand) {
        if (asks_for_something(demand)) {
            demands_.list.push_back(std::move(demand));
        }
    }

    // One count over the whole stretch from before the fall.
    void undo(const CodeLife& life,
              ReadingNumber fell,
              ReadingNumber reading,
              std::int64_t gained) {
        demands_.flips.push_back({fell, reading});
        add(rules_.window(life, DemandKind::moved, fell, reading, gained));
    }

    void leave_undecided(const Demand& fall, ReadingNumber fell) {
        demands_.undecided_from = std::min(demands_.undecided_from.value_or(fall.from), fall.from);
        demands_.undecided_reading = std::min(demands_.undecided_reading.value_or(fell), fell);
    }

    bool still_open(ReadingNumber fell) const {
        const auto& latest = rules_.history().coverage.latest_vanity;
        return latest && in_time(fell, latest->began);
    }

    // The life before this one, if this one only takes it up again after an absence.
    const CodeLife* resumed(std::size_t i) const {
        if (i == 0) {
            return nullptr;
        }
        const CodeLife& before = *lives_[i - 1];
        const CodeLife& life = *lives_[i];
        const bool same = before.terms.code == life.terms.code && before.gone_reading &&
                          *before.gone_reading >= mark() &&
                          *before.gone_reading < life.first_reading &&
                          life.first_uses >= before.last_uses;
        return same && restored_in_time(*before.gone_reading, life.first_reading) ? &before
                                                                                  : nullptr;
    }

    void add_first(std::size_t i) {
        const CodeLife& life = *lives_[i];
        if (life.first_reading < mark() || life.first_reading <= 1) {
            return;
        }
        if (const CodeLife* before = resumed(i)) {
            undo(life,
                 *before->gone_reading,
                 life.first_reading,
                 life.first_uses - before->last_uses);
        } else {
            add(rules_.first_listed(life));
        }
    }

    void add_end(std::size_t i) {
        const CodeLife& life = *lives_[i];
        if (!life.gone_reading || *life.gone_reading < mark()) {
            return;
        }
        const bool is_last = i + 1 == lives_.size();
        if (!is_last && resumed(i + 1) == &life) {
            return;
        }
        const Demand end = rules_.gone(life);
        if (is_last && still_open(*life.gone_reading)) {
            leave_undecided(end, *life.gone_reading);
        }
        add(end);
    }

    void add_changes(const CodeLife& life) {
        std::optional<Fall> fall;
        for (const CounterChange* change : rules_.index().vanity_changes(life)) {
            if (change->reading < mark()) {
                continue;
            }
            if (fall && !restored_in_time(fall->reading, change->reading)) {
                stand(fall);
            }
            follow(life, *change, fall);
        }
        if (fall) {
            if (!life.gone_reading && still_open(fall->reading)) {
                leave_undecided(
                    rules_.window(life, DemandKind::fallen, fall->reading, fall->reading, 0),
                    fall->reading);
            }
            stand(fall);
        }
    }

    void stand(std::optional<Fall>& fall) {
        for (Demand& demand : fall->tentative) {
            add(std::move(demand));
        }
        fall.reset();
    }

    void follow(const CodeLife& life, const CounterChange& change, std::optional<Fall>& fall) {
        if (fall && change.after >= fall->height) {
            undo(life, fall->reading, change.reading, change.after - fall->height);
            fall.reset();
            return;
        }
        const bool falls = change.after < change.before;
        if (falls && !fall) {
            fall = Fall{.reading = change.reading, .height = change.before, .tentative = {}};
        }
        Demand demand = falls ? rules_.fallen(life, change) : rules_.moved(life, change);
        if (fall) {
            fall->tentative.push_back(std::move(demand));
        } else {
            add(std::move(demand));
        }
    }

    const DemandRules& rules_;
    Demands& demands_;
    std::vector<const CodeLife*> lives_;  // by first reading
};

}  // namespace

void add_vanity_demands(const DemandRules& rules, Demands& demands) {
    VanityDemands(rules, demands).add_all();
}

}  // namespace invitectl::reconcile
