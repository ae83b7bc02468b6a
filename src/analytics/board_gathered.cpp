// Counting a segment whose columns come gathered.
#include "invitectl/analytics/board.hpp"

namespace invitectl::analytics {

// Rules that ask for more than an entry says need the joins one by one, and so do channels, where
// the best candidate decides.
bool BoardBuilder::can_gather(const SegmentBounds& bounds) const {
    const bool entry_says_all = !denies_by_join() &&
                                (rules_.axis == Axis::inviter || !denies_by_index()) &&
                                (rules_.axis == Axis::code || rules_.credit.ignored.empty());
    return rules_.axis != Axis::channel && entry_says_all && window_.inside(bounds) &&
           outcomes_.all_decided(bounds);
}

// Joins of an entry stand in one place, so they are counted by entry: first as if all had stayed,
// then those who left are moved, and those with candidates shared out.
void BoardBuilder::count_gathered(const JoinColumns& segment) {
    const GatheredLevel level = gathered_level_of(rules_.axis, *segment.gathered);
    const std::span<const std::uint8_t> flags = segment.flags;
    place_entries(level);
    if (flags.empty()) {
        count_places(segment, [&](std::size_t i) { return 2 * std::size_t{level.entry[i]}; });
    } else {
        count_places(segment, [&](std::size_t i) {
            const bool rejoin = (flags[i] & join_flag::kRejoin) != 0;
            return 2 * std::size_t{level.entry[i]} + static_cast<std::size_t>(rejoin);
        });
    }
}

void BoardBuilder::place_entries(const GatheredLevel& level) {
    entry_places_.clear();
    for (const LevelEntry& entry : level.entries) {
        place_entry(entry, false);
        place_entry(entry, true);
    }
}

void BoardBuilder::place_entry(const LevelEntry& entry, bool rejoin) {
    const auto verdict = static_cast<Verdict>(entry.verdict);
    EntryPlace place{.certain = is_certain(verdict), .manual = verdict == Verdict::manual};
    if (place.manual && rules_.without_manual) {
        place.slot = slot_of(Denial::labelled);
    } else if (place.certain || (is_credited(verdict) && !rules_.certain_only)) {
        place.slot = credited(slots_.place(entry.by, entry.index),
                              rules_.axis == Axis::inviter ? entry.index : kNoIndex,
                              rules_.axis == Axis::code ? entry.index : kNoIndex,
                              rejoin);
    } else {
        place.slot = slot_of(RowKind::open);
    }
    place.counter =
        static_cast<std::uint32_t>(place.slot * kCountersOfSlot + (place.certain ? 0 : kOfOthers));
    entry_places_.push_back(place);
}

template <class PlaceOf>
void BoardBuilder::count_places(const JoinColumns& segment, PlaceOf place_of) {
    entry_joins_.assign(entry_places_.size(), 0);
    for (std::size_t i = 0; i < segment.size(); ++i) {
        ++entry_joins_[place_of(i)];
    }
    for (std::size_t e = 0; e < entry_places_.size(); ++e) {
        const EntryPlace& place = entry_places_[e];
        counts_[place.counter + static_cast<std::size_t>(Outcome::retained)] += entry_joins_[e];
        manual_[place.slot] += place.manual ? entry_joins_[e] : 0;
    }
    count_leavers(*segment.gathered, place_of);
    weigh_uncertain(segment, place_of);
}

template <class PlaceOf>
void BoardBuilder::count_leavers(const GatheredColumns& columns, PlaceOf place_of) {
    for (std::size_t n = 0; n < columns.leavers.size(); ++n) {
        std::uint32_t* counter = &counts_[entry_places_[place_of(columns.leavers[n])].counter];
        const Outcome outcome =
            outcomes_.of_decided(columns.stayed_least[n], columns.stayed_most[n]);
        --counter[static_cast<std::size_t>(Outcome::retained)];
        ++counter[static_cast<std::size_t>(outcome)];
    }
}

template <class PlaceOf>
void BoardBuilder::weigh_uncertain(const JoinColumns& segment, PlaceOf place_of) {
    const GatheredColumns& columns = *segment.gathered;
    entry_weighed_.assign(entry_places_.size(), 0);
    for (std::size_t n = 0; n < columns.uncertain.size(); ++n) {
        const std::size_t i = columns.uncertain[n];
        const std::size_t e = place_of(i);
        if (!entry_places_[e].certain) {
            ++entry_weighed_[e];
            sum_candidates(
                segment, i, columns.candidate_offset[n], columns.candidate_offset[n + 1]);
            add_shares();
        }
    }
    for (std::size_t e = 0; e < entry_places_.size(); ++e) {
        if (!entry_places_[e].certain) {
            expected_[entry_places_[e].slot] += entry_joins_[e] - entry_weighed_[e];
        }
    }
}

}  // namespace invitectl::analytics
