#include "invitectl/analytics/answer_quality.hpp"

namespace invitectl::analytics {

AnswerQualityBuilder::AnswerQualityBuilder(const TimeBuckets& buckets, Instant now)
    : buckets_(buckets, now), now_(tick_of(now)), counts_(buckets.size()) {}

Parts AnswerQualityBuilder::wants(const SegmentBounds& bounds) const {
    const bool outside = bounds.last_joined < buckets_.first() || bounds.first_joined > now_;
    return outside ? Parts{} : Parts{Part::joined, Part::code};
}

void AnswerQualityBuilder::add(const JoinColumns& segment) {
    if (wants(segment.bounds).empty()) {
        return;
    }
    for (std::size_t i = 0; i < segment.size(); ++i) {
        const std::size_t bucket = buckets_.of(segment.joined[i]);
        if (bucket < buckets_.size()) {
            ++counts_[bucket].of(static_cast<Verdict>(segment.code_verdict[i]));
        }
    }
}

}  // namespace invitectl::analytics
