#include "invitectl/analytics/retention.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::analytics {
namespace {

using std::chrono::days;

constexpr std::size_t kCounters = 3;  // kept, lost and unsure of each day
constexpr double kNothing = 1e-9;     // what sums of probabilities may be off by

// Looks at all of them, which is quicker than stopping early.
bool is_in_order(std::span<const Tick> ticks) {
    unsigned turned = 0;
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        turned |= static_cast<unsigned>(ticks[i - 1] > ticks[i]);
    }
    return turned == 0;
}

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

// First as if all had stayed, then those who left are moved: cohort by cohort, since joins are
// mostly in the order of their times.
void RetentionBuilder::add_gathered(const JoinColumns& segment) {
    const std::span<const Tick> joined = segment.joined;
    const GatheredColumns& of = *segment.gathered;
    const bool in_order = is_in_order(joined);
    std::size_t leaver = 0;
    for (std::size_t begin = 0; begin < joined.size();) {
        double* counters = cells_.counters_at(joined[begin]);
        const auto rest = joined.subspan(begin);
        const auto is_here = [this](Tick tick) { return cells_.is_here(tick); };
        const auto end = in_order ? std::ranges::partition_point(rest, is_here)
                                  : std::ranges::find_if_not(rest, is_here);
        begin += static_cast<std::size_t>(end - rest.begin());
        add_stayers(counters, static_cast<std::size_t>(end - rest.begin()));
        for (; leaver < of.leavers.size() && of.leavers[leaver] < begin; ++leaver) {
            move_leaver(counters, of.stayed_least[leaver], of.stayed_most[leaver]);
        }
    }
}

void RetentionBuilder::add_stayers(double* counters, std::size_t joins) const {
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
