#include "invitectl/analytics/board_slots.hpp"

namespace invitectl::analytics {
namespace {

// The way in by one entry of the axis' dictionary and nothing else.
WayIn way_by(Axis axis, std::uint32_t index) {
    WayIn way{.kind = Candidate::Kind::invite};
    switch (axis) {
        case Axis::inviter:
            way.inviter = index;
            break;
        case Axis::source:
            way.source = index;
            break;
        case Axis::code:
        case Axis::channel:
            way.code = index;
            break;
    }
    return way;
}

}  // namespace

Parts level_parts(Axis axis) {
    switch (axis) {
        case Axis::inviter:
            return {Part::inviter};
        case Axis::source:
            return {Part::source};
        case Axis::code:
        case Axis::channel:
            break;
    }
    return {Part::code};
}

LevelColumns level_of(Axis axis, const JoinColumns& segment) {
    switch (axis) {
        case Axis::inviter:
            return {segment.inviter_verdict, segment.inviter, segment.candidates.inviter};
        case Axis::source:
            return {segment.source_verdict, segment.source, segment.candidates.source};
        case Axis::code:
        case Axis::channel:
            break;
    }
    return {segment.code_verdict, segment.code, segment.candidates.code};
}

GatheredLevel gathered_level_of(Axis axis, const GatheredColumns& columns) {
    switch (axis) {
        case Axis::inviter:
            return columns.inviter;
        case Axis::source:
            return columns.source;
        case Axis::code:
        case Axis::channel:
            break;
    }
    return columns.code;
}

void JoinShares::read(const JoinColumns& segment) {
    segment_ = &segment;
    level_ = level_of(axis_, segment);
    slots_.grow();
}

std::span<const JoinShares::Share> JoinShares::of(std::size_t join) {
    shares_.clear();
    const auto verdict = static_cast<Verdict>(level_.verdict[join]);
    const std::size_t first = segment_->candidate_offset[join];
    const std::size_t end = segment_->candidate_offset[join + 1];
    if (is_certain(verdict) || first == end) {
        const Slot slot = is_credited(verdict)
                              ? slots_.place(segment_->by[join], level_.index[join])
                              : slot_of(RowKind::open);
        shares_.push_back({slot, 1});
        return shares_;
    }
    for (std::size_t c = first; c < end; ++c) {
        shares_.push_back({slots_.place(segment_->candidates.kind[c], level_.candidate_index[c]),
                           segment_->candidates.p[c]});
    }
    return shares_;
}

BoardSlots::BoardSlots(Axis axis, const Dictionaries& names)
    : axis_(axis), names_(names), by_index_alone_(axis == Axis::source) {
    for (std::size_t kind = 0; kind < kRowKindCount; ++kind) {
        keys_.push_back({static_cast<RowKind>(kind), Denial::none, 0});
    }
    for (std::size_t denial = 0; denial < kDenialCount; ++denial) {
        keys_.push_back({RowKind::denied, static_cast<Denial>(denial), 0});
    }
    for (std::size_t kind = 0; kind < slot_of_kind_.size(); ++kind) {
        const WayIn way{.kind = static_cast<Candidate::Kind>(kind)};
        slot_of_kind_.at(kind) = slot_of(analytics::place(way, axis, names).kind);
    }
    slot_of_index_ = {slot_of_kind_[kInvite]};
}

std::size_t BoardSlots::entries() const {
    switch (axis_) {
        case Axis::inviter:
            return names_.inviters.size();
        case Axis::source:
            return names_.sources.size();
        case Axis::code:
        case Axis::channel:
            break;
    }
    return names_.codes.size();
}

Slot BoardSlots::slot_for(const RowKey& key) {
    if (key.kind != RowKind::group) {
        return slot_of(key.kind);
    }
    const auto next = static_cast<Slot>(keys_.size());
    if (axis_ == Axis::channel) {
        const auto [found, fresh] = slot_of_channel_.try_emplace(key.id, next);
        if (!fresh) {
            return found->second;
        }
    }
    keys_.push_back(key);
    return next;
}

void BoardSlots::grow() {
    for (std::size_t i = slot_of_index_.size() - 1; i < entries(); ++i) {
        const WayIn way = way_by(axis_, static_cast<std::uint32_t>(i));
        slot_of_index_.back() = slot_for(analytics::place(way, axis_, names_));
        slot_of_index_.push_back(slot_of_kind_[kInvite]);
    }
}

Slot BoardSlots::place(const WayIn& way) const {
    const auto kind = static_cast<std::uint8_t>(way.kind);
    switch (axis_) {
        case Axis::inviter:
            return place(kind, way.inviter);
        case Axis::source:
            return place(kind, way.source);
        case Axis::code:
        case Axis::channel:
            break;
    }
    return place(kind, way.code);
}

}  // namespace invitectl::analytics
