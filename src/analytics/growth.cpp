#include "invitectl/analytics/growth.hpp"

#include <algorithm>
#include <utility>

namespace invitectl::analytics {

GrowthBuilder::GrowthBuilder(const TimeBuckets& buckets, Instant now, const Dictionaries& names)
    : joined_(buckets, now), left_(buckets, now), now_(tick_of(now)), slots_(Axis::source, names) {
    growth_.joins.resize(buckets.size());
    growth_.leaves.resize(buckets.size());
}

Parts GrowthBuilder::wants(const SegmentBounds& bounds) const {
    if (joined_.size() == 0 || bounds.first_joined > now_) {
        return {};
    }
    return {Part::joined, Part::left, Part::by, Part::source};
}

Slot GrowthBuilder::place_of(const JoinColumns& segment, std::size_t i) const {
    return is_credited(static_cast<Verdict>(segment.source_verdict[i]))
               ? slots_.place(segment.by[i], segment.source[i])
               : slot_of(RowKind::open);
}

void GrowthBuilder::count_leave(const JoinColumns& segment, std::size_t i) {
    const std::size_t bucket = left_.of(segment.left_most[i]);
    if (bucket < left_.size()) {
        ++growth_.leaves[bucket];
    }
}

void GrowthBuilder::count_join(const JoinColumns& segment, std::size_t i) {
    const std::size_t bucket = joined_.of(segment.joined[i]);
    if (bucket == joined_.size()) {
        return;
    }
    std::vector<std::int64_t>& joins = joins_[place_of(segment, i)];
    joins.resize(joined_.size());
    ++joins[bucket];
    ++growth_.joins[bucket];
}

void GrowthBuilder::add(const JoinColumns& segment) {
    if (wants(segment.bounds).empty()) {
        return;
    }
    slots_.grow();
    joins_.resize(slots_.size());
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (segment.joined[i] > now_) {
            continue;
        }
        count_leave(segment, i);
        if (segment.joined[i] < joined_.first()) {
            growth_.present_before += segment.left_most[i] >= joined_.first() ? 1 : 0;
        } else {
            count_join(segment, i);
        }
    }
}

Growth GrowthBuilder::finish() {
    for (Slot slot = 0; slot < joins_.size(); ++slot) {
        if (!joins_[slot].empty()) {
            Growth::Stream stream{slots_.key(slot), std::move(joins_[slot]), 0};
            for (const std::int64_t count : stream.joins) {
                stream.total += count;
            }
            growth_.streams.push_back(std::move(stream));
        }
    }
    std::ranges::stable_sort(growth_.streams, [](const Growth::Stream& a, const Growth::Stream& b) {
        const bool special_a = a.key.kind != RowKind::group;
        const bool special_b = b.key.kind != RowKind::group;
        return special_a != special_b ? special_b : a.total > b.total;
    });
    return std::move(growth_);
}

}  // namespace invitectl::analytics
