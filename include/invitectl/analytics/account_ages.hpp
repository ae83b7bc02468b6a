// How old accounts were when they joined, and joins that came in bursts: what a raid looks like.
#pragma once

#include "invitectl/analytics/outcome_columns.hpp"
#include "invitectl/domain/time_range.hpp"

#include <cstdint>
#include <vector>

namespace invitectl::analytics {

// Many joins by one code in a short time.
struct BurstRules {
    std::int64_t joins = 10;
    Duration within = std::chrono::minutes{5};
};

struct Burst {
    Instant from;  // first and last join of it
    Instant until;
    std::uint32_t code = kNoIndex;
    std::int64_t joins = 0;

    friend bool operator==(const Burst&, const Burst&) = default;
};

// A cell of the cloud: joins in one slice of time of accounts of one range of ages.
struct AgeCell {
    std::size_t slice = 0;
    std::size_t age = 0;
    std::int64_t joins = 0;
    std::int64_t removed = 0;  // of these, members who were kicked or banned since
};

// Joins by accounts of an age, the limit not included.
struct AgeClass {
    Duration below = Duration::max();
    std::int64_t joins = 0;
    std::int64_t removed = 0;
};

// A join whose member was kicked or banned.
struct RemovedJoin {
    UserId user;
    Instant joined_at;
};

// Ages go from a minute to ten years in equal steps of their logarithm; what is outside lies in the
// first or last range.
inline constexpr std::size_t kAgeRanges = 32;
inline constexpr std::size_t kTimeSlices = 140;

// Where an age lies between a minute and ten years on a logarithmic scale, cut to 0..1.
double age_position(Duration age);

struct AccountAges {
    TimeRange span;                 // cut into kTimeSlices equal slices
    std::vector<AgeCell> cells;     // those with joins, by slice and age
    std::vector<Burst> bursts;      // in order of time
    std::vector<AgeClass> classes;  // all of them, the youngest first
    std::int64_t joins = 0;
    std::int64_t removed = 0;
    std::int64_t under_a_day = 0;
    std::int64_t under_a_week = 0;  // those under a day included
};

class AccountAgesBuilder {
  public:
    // Joins in the span, which must be bounded and of whole seconds. 16 bytes are held for each
    // with a credited code.
    AccountAgesBuilder(const TimeRange& span, const BurstRules& rules);

    Parts wants(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    // Of joins that a segment holds.
    void add(const RemovedJoin& removed);
    AccountAges finish();

  private:
    struct Place {
        std::size_t cell;
        std::size_t age_class;
    };
    struct Use {
        std::uint32_t code;
        std::int64_t second;  // since 1970
    };

    Place place_of(UserId user, Instant joined_at) const;
    void find_bursts();

    WindowReader window_;
    AccountAges ages_;
    BurstRules rules_;
    std::vector<std::int64_t> counts_;
    std::vector<std::int64_t> removed_;
    std::vector<Use> uses_;
};

}  // namespace invitectl::analytics
