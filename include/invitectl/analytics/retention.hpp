// Who is still there N days after joining: by group, by cohort, or both.
//
// Day N is a rolling stretch of N * 24 hours from the join, whatever the clock says. A join counts
// towards day N once N days have passed since it, whether the member is still there or not: who
// left early is not counted before those who joined at the same time and stayed. Each join counts
// by itself, so a rejoin is another join. A join that is not certain counts for each of its
// candidates with its probability.
#pragma once

#include "invitectl/analytics/cohort_cells.hpp"
#include "invitectl/analytics/outcome_columns.hpp"

#include <optional>
#include <vector>

namespace invitectl::analytics {

struct RetentionRules {
    std::optional<Axis> axis;  // absent: all joins together
    std::optional<Cohort> cohort;
    std::vector<int> days;  // N, ascending, each at least 1
    TimeRange window;
    Instant now;
    ZoneOffset zone;  // of cohorts; absent: UTC
};

// At one N. Expectations where joins are not certain.
struct Retained {
    double kept = 0;       // stayed N days
    double lost = 0;       // left before
    double unsure = 0;     // left at a time known too roughly to say
    bool finished = true;  // every join of the row has reached day N

    double decided() const { return kept + lost; }
    std::optional<double> share() const;

    friend bool operator==(const Retained&, const Retained&) = default;
};

struct RetentionRow {
    RowKey key;                                   // of the axis; without one it means nothing
    std::optional<std::chrono::sys_days> cohort;  // its first local day
    double joins = 0;
    std::vector<Retained> at;  // for each of the days

    friend bool operator==(const RetentionRow&, const RetentionRow&) = default;
};

struct Retention {
    RetentionRules rules;
    // Groups by joins, special rows after them; within a group by cohort.
    std::vector<RetentionRow> rows;
    double joins = 0;
};

class RetentionBuilder {
  public:
    // The dictionaries must outlive it and may grow as the segments come.
    RetentionBuilder(RetentionRules rules, const Dictionaries& names);

    // Nothing: the segment need not be loaded.
    Parts wants(const SegmentBounds& bounds) const;
    // How else it takes the segment: gathered without an axis, where all are in the window and have
    // reached every day.
    Parts shortcuts(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    Retention finish();

  private:
    // What the days mean for the columns.
    struct Day {
        Tick stayed;      // N days
        Tick old_enough;  // who joined up to here has reached them

        // 0 kept, 1 lost, 2 unsure: of somebody who left after that long.
        std::size_t fate(Tick least, Tick most) const {
            return static_cast<std::size_t>(least < stayed) *
                   (1 + static_cast<std::size_t>(most >= stayed));
        }
    };
    void add_gathered(const JoinColumns& segment);
    void add_stayers(double* counters, std::size_t joins) const;
    void move_leaver(double* counters, Tick least, Tick most) const;
    void add_to(double* counters, const JoinColumns& segment, std::size_t i, double p) const;
    RetentionRow row_of(std::size_t cell) const;

    RetentionRules rules_;
    WindowReader window_;
    std::vector<Day> days_;
    CohortCells cells_;  // joins, then kept, lost and unsure of each day
};

}  // namespace invitectl::analytics
