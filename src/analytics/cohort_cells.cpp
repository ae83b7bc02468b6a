#include "invitectl/analytics/cohort_cells.hpp"

#include <utility>

namespace invitectl::analytics {

using std::chrono::days;
using std::chrono::sys_days;

CohortCells::CohortCells(std::optional<Axis> axis,
                         std::optional<Cohort> cohort,
                         ZoneOffset zone,
                         std::size_t stride,
                         const Dictionaries& names)
    : cohort_length_(cohort), zone_(std::move(zone)), stride_(stride) {
    if (axis) {
        shares_.emplace(*axis, names);
    }
}

void CohortCells::read(const JoinColumns& segment) {
    segment_ = &segment;
    if (shares_) {
        shares_->read(segment);
    }
}

// Quarters begin with Discord's epoch, a midnight.
void CohortCells::enter_quarter_of(Tick joined) {
    const auto begins_at = static_cast<Tick>(joined - joined % kQuarterTicks);
    quarter_ = begins_at;
    const Instant begins{std::chrono::seconds{unix_second(begins_at)}};
    const std::int64_t cohort =
        cohort_of(local_day(begins, zone_), *cohort_length_).time_since_epoch().count();
    if (cohort != cohort_) {
        cohort_ = cohort;
        std::ranges::fill(cell_in_cohort_, 0U);
    }
}

// Made where there are none.
double* CohortCells::counters(Slot slot) {
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

RowKey CohortCells::key(std::size_t cell) const {
    return shares_ ? shares_->slots().key(cells_[cell].slot) : RowKey{};
}

std::optional<sys_days> CohortCells::cohort(std::size_t cell) const {
    return cohort_length_ ? std::optional(sys_days{days{cells_[cell].cohort}}) : std::nullopt;
}

bool CohortCells::is_over(std::size_t cell, Duration after, Instant now) const {
    const auto first = cohort(cell);
    if (!first) {
        return true;
    }
    const Instant end = cohort_after(*first, *cohort_length_) + after;
    const auto offset = zone_ ? zone_(end) : std::chrono::seconds{0};
    return end - offset <= now;
}

}  // namespace invitectl::analytics
