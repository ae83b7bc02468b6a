// The stays of joins, group by group, for a survival curve.
//
// Times are rounded outward to a grid that grows with them (minutes in the first hour, hours in the
// first two days, weeks in the end), so that any number of joins comes to some hundred intervals.
#pragma once

#include "invitectl/analytics/board_slots.hpp"
#include "invitectl/analytics/outcome_columns.hpp"
#include "invitectl/analytics/survival.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace invitectl::analytics {

struct StayRules {
    std::optional<Axis> axis;  // absent: all joins together
    TimeRange window;
    Instant now;
};

struct GroupStays {
    RowKey key;  // without an axis it means nothing
    double joins = 0;
    std::vector<Stay> stays;  // in days
};

class StayBuilder {
  public:
    // The dictionaries must outlive it and may grow as the segments come.
    StayBuilder(const StayRules& rules, const Dictionaries& names);

    // Nothing: the segment need not be loaded.
    Parts wants(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    // Groups by joins, special rows after them.
    std::vector<GroupStays> finish();

  private:
    // (after, by] as places of the grid.
    std::uint32_t interval_of(const JoinColumns& segment, std::size_t i) const;

    Tick now_;
    WindowReader window_;
    std::optional<JoinShares> shares_;
    std::vector<std::unordered_map<std::uint32_t, double>> weights_;  // by slot
};

}  // namespace invitectl::analytics
