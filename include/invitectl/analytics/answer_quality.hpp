// How sure the answers are, along a stretch of time.
#pragma once

#include "invitectl/analytics/bucket_reader.hpp"
#include "invitectl/analytics/coverage.hpp"
#include "invitectl/analytics/join_columns.hpp"

#include <utility>
#include <vector>

namespace invitectl::analytics {

// One entry per bucket: its joins by the verdict about the code.
class AnswerQualityBuilder {
  public:
    // Nothing after `now` counts.
    AnswerQualityBuilder(const TimeBuckets& buckets, Instant now);

    Parts wants(const SegmentBounds& bounds) const;
    void add(const JoinColumns& segment);
    std::vector<VerdictCounts> finish() { return std::move(counts_); }

  private:
    BucketReader buckets_;
    Tick now_;
    std::vector<VerdictCounts> counts_;
};

}  // namespace invitectl::analytics
