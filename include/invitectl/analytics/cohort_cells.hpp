// The rows of a table by group, by cohort, or both, as stretches of counters that joins add to.
#pragma once

#include "invitectl/analytics/board_slots.hpp"
#include "invitectl/analytics/cohorts.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace invitectl::analytics {

class CohortCells {
  public:
    // `stride`: counters of a row. Without an axis all joins are one group, without a cohort one
    // time. The dictionaries must outlive it and may grow as the segments come.
    CohortCells(std::optional<Axis> axis,
                std::optional<Cohort> cohort,
                ZoneOffset zone,
                std::size_t stride,
                const Dictionaries& names);

    // What it reads of a segment, beside the times of the joins.
    Parts wants() const { return shares_ ? shares_->wants() : Parts{}; }
    // The segment that joins come from until the next call.
    void read(const JoinColumns& segment);

    // Calls add(counters, p) for each row that the join counts in; the p of a join add up to 1.
    template <class Add>
    void each_of(std::size_t join, Add add) {
        if (cohort_length_) {
            enter_cohort_of(segment_->joined[join]);
        }
        if (!shares_) {
            add(counters(0), 1.0);
            return;
        }
        for (const JoinShares::Share& share : shares_->of(join)) {
            add(counters(share.slot), share.p);
        }
    }

    // Without an axis: the counters of the row that a join at this time counts in, until another
    // row is met; and whether that is the row of the call before, as far as a quarter of an hour
    // tells.
    double* counters_at(Tick joined) {
        if (cohort_length_) {
            enter_cohort_of(joined);
        }
        return counters(0);
    }
    bool is_here(Tick joined) const { return !cohort_length_ || is_in_quarter(joined); }

    // Those met so far, in no order.
    std::size_t size() const { return cells_.size(); }
    RowKey key(std::size_t cell) const;
    std::optional<std::chrono::sys_days> cohort(std::size_t cell) const;
    const double* counters_of(std::size_t cell) const { return &counters_[cell * stride_]; }
    // Whether all who can join in the row's cohort have lived for so long at `now`.
    bool is_over(std::size_t cell, Duration after, Instant now) const;

  private:
    struct Cell {
        Slot slot;
        std::int64_t cohort;
    };
    double* counters(Slot slot);
    // Neither clocks nor cohorts change within a quarter of an hour.
    static constexpr std::uint64_t kQuarterTicks = 15 * 60 * kTicksPerSecond;
    bool is_in_quarter(Tick joined) const {
        return static_cast<std::uint64_t>(std::int64_t{joined} - quarter_) < kQuarterTicks;
    }
    void enter_cohort_of(Tick joined) {
        if (!is_in_quarter(joined)) {
            enter_quarter_of(joined);
        }
    }
    void enter_quarter_of(Tick joined);

    std::optional<Cohort> cohort_length_;
    ZoneOffset zone_;
    std::optional<JoinShares> shares_;
    const JoinColumns* segment_ = nullptr;
    std::size_t stride_;
    std::vector<double> counters_;
    std::vector<Cell> cells_;  // of each stretch of counters
    std::map<std::int64_t, std::unordered_map<Slot, std::size_t>> cell_of_;
    // The cohort of the quarter of an hour that was met last: joins come in order.
    std::int64_t quarter_ = -std::int64_t{kNever};  // the tick it begins with
    std::int64_t cohort_ = 0;
    std::vector<std::size_t> cell_in_cohort_;  // by slot, plus one; 0: not met yet
};

// Groups by their joins, special rows after them; within a group by cohort. Rows have `key`,
// `cohort` and `joins`.
template <class Row>
void sort_rows(std::vector<Row>& rows) {
    std::map<RowKey, double> joins_of;
    for (const Row& row : rows) {
        joins_of[row.key] += row.joins;
    }
    const auto rank = [&joins_of](const Row& row) {
        const bool group = row.key.kind == RowKind::group;
        return std::tuple(group ? 0 : 1,
                          group ? -joins_of.at(row.key) : 0,
                          row.key,
                          row.cohort.value_or(std::chrono::sys_days{}));
    };
    std::sort(rows.begin(), rows.end(), [&rank](const Row& a, const Row& b) {
        return rank(a) < rank(b);
    });
}

}  // namespace invitectl::analytics
