#include "invitectl/analytics/retention.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace invitectl::analytics {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t kCounters = 3;  // kept, lost and unsure of each day
constexpr double kNothing = 1e-9;     // what sums of probabilities may be off by

Tick days_long(int n) {
    return tick_of(Duration{days{n}});
}

}  // namespace

std::optional<double> Retained::share() const {
    return decided() > kNothing ? std::optional(kept / decided()) : std::nullopt;
}

RetentionBuilder::RetentionBuilder(RetentionRules rules, const Dictionaries& names)
    : rules_(std::move(rules)),
      window_(rules_.window, rules_.now),
      stride_(1 + kCounters * rules_.days.size()) {
    if (rules_.axis) {
        shares_.emplace(*rules_.axis, names);
    }
    for (const int n : rules_.days) {
        days_.push_back({days_long(n), tick_of(rules_.now - days{n})});
    }
}

Parts RetentionBuilder::wants(const SegmentBounds& bounds) const {
    if (window_.outside(bounds)) {
        return {};
    }
    const Parts parts{Part::joined, Part::stayed};
    return shares_ ? parts | shares_->wants() : parts;
}

std::int64_t RetentionBuilder::cohort_at(std::int64_t second) const {
    const sys_days day = local_day(Instant{std::chrono::seconds{second}}, rules_.zone);
    return cohort_of(day, *rules_.cohort).time_since_epoch().count();
}

// Neither clocks nor cohorts change within a quarter of an hour.
void RetentionBuilder::enter_cohort_of(Tick joined) {
    constexpr std::int64_t kQuarter = 15 * 60;
    const std::int64_t second = unix_second(joined);
    if (second / kQuarter == quarter_) {
        return;
    }
    quarter_ = second / kQuarter;
    const std::int64_t cohort = cohort_at(second);
    if (cohort != cohort_) {
        cohort_ = cohort;
        std::ranges::fill(cell_in_cohort_, 0U);
    }
}

double* RetentionBuilder::counters(Slot slot) {
    if (slot >= cell_in_cohort_.size()) {
        cell_in_cohort_.resize(slot + 1);
    }
    std::size_t& known = cell_in_cohort_[slot];
    if (known == 0) {
        const auto [found, fresh] = cell_of_[cohort_].try_emplace(slot, cells_.size());
        if (fresh) {
            cells_.push_back({slot, cohort_});
            counters_.resize(counters_.size() + stride_);
        }
        known = found->second + 1;
    }
    return &counters_[(known - 1) * stride_];
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
    if (shares_) {
        shares_->read(segment);
    }
    const bool inside = window_.inside(segment.bounds);
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (!inside && !window_.contains(segment.joined[i])) {
            continue;
        }
        if (rules_.cohort) {
            enter_cohort_of(segment.joined[i]);
        }
        if (!shares_) {
            add_to(counters(0), segment, i, 1);
            continue;
        }
        for (const JoinShares::Share& share : shares_->of(i)) {
            add_to(counters(share.slot), segment, i, share.p);
        }
    }
}

RetentionRow RetentionBuilder::row_of(std::size_t cell) const {
    RetentionRow row;
    if (shares_) {
        row.key = shares_->slots().key(cells_[cell].slot);
    }
    const double* counter = &counters_[cell * stride_];
    row.joins = *counter++;
    for (const int n : rules_.days) {
        Retained at{.kept = counter[0], .lost = counter[1], .unsure = counter[2]};
        at.finished = at.kept + at.lost + at.unsure >= row.joins - kNothing;
        if (rules_.cohort) {
            const sys_days first{days{cells_[cell].cohort}};
            row.cohort = first;
            const Instant end = cohort_after(first, *rules_.cohort) + days{n};
            const auto offset = rules_.zone ? rules_.zone(end) : std::chrono::seconds{0};
            at.finished = at.finished && end - offset <= rules_.now;
        }
        row.at.push_back(at);
        counter += kCounters;
    }
    return row;
}

Retention RetentionBuilder::finish() {
    Retention result;
    result.rules = rules_;
    std::map<RowKey, double> joins_of;
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
        result.rows.push_back(row_of(cell));
        joins_of[result.rows.back().key] += result.rows.back().joins;
        result.joins += result.rows.back().joins;
    }
    const auto rank = [&joins_of](const RetentionRow& row) {
        const bool group = row.key.kind == RowKind::group;
        return std::tuple(group ? 0 : 1,
                          group ? -joins_of.at(row.key) : 0,
                          row.key,
                          row.cohort.value_or(sys_days{}));
    };
    std::ranges::sort(result.rows, [&rank](const RetentionRow& a, const RetentionRow& b) {
        return rank(a) < rank(b);
    });
    return result;
}

}  // namespace invitectl::analytics
