#include "invitectl/analytics/retention.hpp"

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
        const auto fate = static_cast<std::size_t>(least < day.stayed) *
                          (1 + static_cast<std::size_t>(most >= day.stayed));
        counters[fate] += joined <= day.old_enough ? p : 0;
        counters += kCounters;
    }
}

void RetentionBuilder::add(const JoinColumns& segment) {
    if (window_.outside(segment.bounds)) {
        return;
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
