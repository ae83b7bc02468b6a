// Joins by source and leaves, along a stretch of time.
#pragma once

#include "invitectl/analytics/board_slots.hpp"
#include "invitectl/analytics/bucket_reader.hpp"
#include "invitectl/analytics/join_columns.hpp"

#include <cstdint>
#include <vector>

namespace invitectl::analytics {

struct Growth {
    struct Stream {
        RowKey key;                       // a source, or a special row of the board by source
        std::vector<std::int64_t> joins;  // one per bucket
        std::int64_t total = 0;
    };
    std::vector<Stream> streams;  // the most joins first, special rows last
    std::vector<std::int64_t> joins;
    // Of everybody who joined since tracking began, also before the stretch: counted where they
    // were first missed. Who was there before tracking is no join and leaves no trace here.
    std::vector<std::int64_t> leaves;
    // Members who joined since tracking began and were there when the stretch began.
    std::int64_t present_before = 0;
};

// Takes all joins of a guild, those before the stretch too: they may leave in it.
class GrowthBuilder {
  public:
    // Nothing after `now` counts. The dictionaries must outlive the builder and may grow as
    // segments come.
    GrowthBuilder(const TimeBuckets& buckets, Instant now, const Dictionaries& names);

    Parts wants(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    Growth finish();

  private:
    Slot place_of(const JoinColumns& segment, std::size_t i) const;
    void count_join(const JoinColumns& segment, std::size_t i);
    void count_leave(const JoinColumns& segment, std::size_t i);

    BucketReader joined_;
    BucketReader left_;
    Tick now_;
    BoardSlots slots_;
    std::vector<std::vector<std::int64_t>> joins_;  // by slot; empty where nobody came
    Growth growth_;
};

}  // namespace invitectl::analytics
