#include "invitectl/analytics/retention.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::analytics {
namespace {

using std::chrono::days;

constexpr std::size_t kCounters = 3;  // kept, lost and unsure of each day
constexpr double kNothing = 1e-9;     // what sums of probabilities may be off by

}  // namespace

std::optional<double> Retained::share() const {
    return decided() > kNothing ? std::optional(kept / decided()) : std::nullopt;
}

RetentionBuilder::RetentionBuilder(RetentionRules rules, const Dictionaries& names)
    : rules_(std::move(rules)),
      window_(rules_.window, rules_.now),
      cells_(rules_.axis, rules_.cohort, rules_.zone, 1 + kCounters * rules_.days.size(), names) {
    for (const int n : rules_.days) {
        days_.push_back({tick_of(Duration{days{n}}), tick_of(rules_.now - days{n})});
    }
}

Parts RetentionBuilder::wants(const SegmentBounds& bounds) const {
    return window_.outside(bounds) ? Parts{} : Parts{Part::joined, Part::stayed} | cells_.wants();
}

void RetentionBuilder::add_to(double* counters,
                              const JoinColumns& segment,
                              std::size_t i,
                              double p) const {
    const Tick joined = segment.joined[i];
    const Tick least = segment.stayed_least[i];
    const Tick most = segment.stayed_most[i];
    *counters++ += p;
    for (const Day& day : days_) {
        // Who had N days behind them before leaving also had them before now.
        counters[day.fate(least, most)] += joined <= day.old_enough ? p : 0;
        counters += kCounters;
    }
}

Parts RetentionBuilder::shortcuts(const SegmentBounds& bounds) const {
    const bool can_gather = !rules_.axis && window_.inside(bounds) &&
                            std::ranges::all_of(days_, [&bounds](const Day& day) {
                                return bounds.last_joined <= day.old_enough;
                            });
    return can_gather ? Parts{Part::gathered} : Parts{};
}

// First as if all had stayed, then those who left are moved.
void RetentionBuilder::add_gathered(const JoinColumns& segment) {
    double* counters = nullptr;
    std::size_t joins = 0;
    for (const Tick joined : segment.joined) {
        if (counters == nullptr || !cells_.is_here(joined)) {
            add_stayers(counters, joins);
            counters = cells_.counters_at(joined);
            joins = 0;
        }
        ++joins;
    }
    add_stayers(counters, joins);
    const GatheredColumns& of = *segment.gathered;
    for (std::size_t n = 0; n < of.leavers.size(); ++n) {
        move_leaver(cells_.counters_at(segment.joined[of.leavers[n]]),
                    of.stayed_least[n],
                    of.stayed_most[n]);
    }
}

void RetentionBuilder::add_stayers(double* counters, std::size_t joins) const {
    if (joins == 0) {
        return;
    }
    *counters++ += static_cast<double>(joins);
    for (std::size_t day = 0; day < days_.size(); ++day) {
        counters[day * kCounters] += static_cast<double>(joins);
    }
}

void RetentionBuilder::move_leaver(double* counters, Tick least, Tick most) const {
    ++counters;
    for (const Day& day : days_) {
        counters[0] -= 1;
        counters[day.fate(least, most)] += 1;
        counters += kCounters;
    }
}

void RetentionBuilder::add(const JoinColumns& segment) {
    if (window_.outside(segment.bounds)) {
        return;
    }
    if (segment.gathered) {
        return add_gathered(segment);
    }
    cells_.read(segment);
    const bool inside = window_.inside(segment.bounds);
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (inside || window_.contains(segment.joined[i])) {
            cells_.each_of(i, [&](double* counters, double p) { add_to(counters, segment, i, p); });
        }
    }
}

RetentionRow RetentionBuilder::row_of(std::size_t cell) const {
    RetentionRow row{.key = cells_.key(cell), .cohort = cells_.cohort(cell), .joins = 0, .at = {}};
    const double* counter = cells_.counters_of(cell);
    row.joins = *counter++;
    for (const int n : rules_.days) {
        Retained at{.kept = counter[0], .lost = counter[1], .unsure = counter[2]};
        at.finished = at.kept + at.lost + at.unsure >= row.joins - kNothing &&
                      cells_.is_over(cell, days{n}, rules_.now);
        row.at.push_back(at);
        counter += kCounters;
    }
    return row;
}

Retention RetentionBuilder::finish() {
    Retention result;
    result.rules = rules_;
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
        result.rows.push_back(row_of(cell));
        result.joins += result.rows.back().joins;
    }
    sort_rows(result.rows);
    return result;
}

}  // namespace invitectl::analytics
