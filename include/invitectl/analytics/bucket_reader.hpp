// Which bucket of a stretch of time a join lies in, read off columns.
#pragma once

#include "invitectl/analytics/dates.hpp"
#include "invitectl/analytics/tick.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace invitectl::analytics {

class BucketReader {
  public:
    // Nothing after `now` lies in any bucket.
    BucketReader(const TimeBuckets& buckets, Instant now)
        : end_(buckets.size() == 0 ? 0 : std::min(tick_of(buckets.until), tick_of(now) + 1)) {
        for (const Instant start : buckets.starts) {
            starts_.push_back(tick_of(start));
        }
    }

    std::size_t size() const { return starts_.size(); }
    Tick first() const { return starts_.empty() ? kNever : starts_.front(); }

    // size() outside of all. Joins come almost in order, so the latest bucket is tried first.
    std::size_t of(Tick t) {
        if (t >= end_ || t < first()) {
            return size();
        }
        if (t < starts_[latest_] || (latest_ + 1 < size() && t >= starts_[latest_ + 1])) {
            latest_ = static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), t) -
                                               starts_.begin()) -
                      1;
        }
        return latest_;
    }

  private:
    std::vector<Tick> starts_;
    Tick end_;
    std::size_t latest_ = 0;
};

}  // namespace invitectl::analytics
