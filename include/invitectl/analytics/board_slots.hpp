// The rows of a board as small numbers, so that counting a join is adding to an array.
//
// Special rows come first, one slot for each kind and each reason of denial; the groups follow as
// the dictionaries list them.
#pragma once

#include "invitectl/analytics/placement.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace invitectl::analytics {

using Slot = std::uint32_t;

// The columns of a board's own level; those not loaded are empty.
struct LevelColumns {
    std::span<const std::uint8_t> verdict;
    std::span<const std::uint32_t> index;
    std::span<const std::uint32_t> candidate_index;
};
LevelColumns level_of(Axis axis, const JoinColumns& segment);
// The same of a segment that is gathered.
GatheredLevel gathered_level_of(Axis axis, const GatheredColumns& columns);
// What to ask for to have them.
Parts level_parts(Axis axis);

constexpr Slot slot_of(RowKind special) {
    return static_cast<Slot>(special);
}
constexpr Slot slot_of(Denial denial) {
    return static_cast<Slot>(kRowKindCount) + static_cast<Slot>(denial);
}

class BoardSlots {
  public:
    static constexpr Slot kFirstGroup = kRowKindCount + kDenialCount;

    // The dictionaries must outlive it.
    BoardSlots(Axis axis, const Dictionaries& names);

    // Takes in what the dictionaries have got since.
    void grow();
    std::size_t size() const { return keys_.size(); }
    const RowKey& key(Slot slot) const { return keys_[slot]; }

    // Where a way in belongs; `index` is that of the board's own dictionary.
    Slot place(std::uint8_t kind, std::uint32_t index) const {
        // Both are looked up, so that nothing has to be guessed.
        const std::size_t none = slot_of_index_.size() - 1;
        const Slot by_index = slot_of_index_[index < none ? index : none];
        const Slot by_kind = slot_of_kind_[kind];
        const bool known = by_index_alone_ ? index < none : kind == kInvite;
        return known ? by_index : by_kind;
    }
    Slot place(const WayIn& way) const;

  private:
    static constexpr auto kInvite = static_cast<std::uint8_t>(Candidate::Kind::invite);

    std::size_t entries() const;
    Slot slot_for(const RowKey& key);

    Axis axis_;
    const Dictionaries& names_;
    // A label may give a source to somebody who came without an invite; elsewhere the kind decides.
    bool by_index_alone_;
    std::vector<RowKey> keys_;
    std::vector<Slot> slot_of_index_;  // the last one: of an invite of which nothing is known
    std::array<Slot, 4> slot_of_kind_{};
    std::map<std::int64_t, Slot> slot_of_channel_;
};

// How a join is shared out over the rows of a board: one where it is certain, the candidates' p
// elsewhere, and "(open)" where there is no candidate. No rule about credit applies.
class JoinShares {
  public:
    struct Share {
        Slot slot = 0;
        double p = 0;
    };

    JoinShares(Axis axis, const Dictionaries& names) : axis_(axis), slots_(axis, names) {}

    Parts wants() const { return Parts{Part::by, Part::candidates} | level_parts(axis_); }
    // The segment that joins come from until the next call.
    void read(const JoinColumns& segment);
    // Together 1; a row may be named more than once. Valid until the next call.
    std::span<const Share> of(std::size_t join);
    const BoardSlots& slots() const { return slots_; }

  private:
    Axis axis_;
    BoardSlots slots_;
    const JoinColumns* segment_ = nullptr;
    LevelColumns level_;
    std::vector<Share> shares_;
};

}  // namespace invitectl::analytics
