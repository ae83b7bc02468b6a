// Counting a segment whose columns come gathered.
#include "invitectl/analytics/board.hpp"
#include "invitectl/analytics/level_totals.hpp"

namespace invitectl::analytics {

// Rules that ask for more than an entry says need the joins one by one, and so do channels, where
// the best candidate decides. Codes are nearly as many as candidates, so there are no totals of
// them.
Parts BoardBuilder::shortcuts(const SegmentBounds& bounds) const {
    const bool entry_says_all = rules_.axis != Axis::channel && !denies_by_join() &&
                                (rules_.axis == Axis::inviter || !denies_by_index()) &&
                                (rules_.axis == Axis::code || rules_.credit.ignored.empty());
    if (!entry_says_all) {
        return {};
    }
    const bool whole = window_.inside(bounds) && outcomes_.all_decided(bounds);
    const bool in_totals = rules_.axis != Axis::code && bounds.totals == outcomes_.rules();
    return whole && in_totals ? Parts{Part::gathered, Part::totals} : Parts{Part::gathered};
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
        entry_places_.push_back(place_of(entry, false));
        entry_places_.push_back(place_of(entry, true));
    }
}

BoardBuilder::EntryPlace BoardBuilder::place_of(const LevelEntry& entry, bool rejoin) const {
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
    return place;
}

void BoardBuilder::count_totals(const TotalsColumns& columns) {
    for (const EntryTotals& entry : columns.totals->entries) {
        const EntryPlace place = place_of(entry.entry, entry.rejoin);
        const std::uint32_t joins = entry.joins();
        for (std::size_t outcome = 0; outcome < kOutcomeCount; ++outcome) {
            counts_[place.counter + outcome] += entry.by_outcome[outcome];
        }
        manual_[place.slot] += place.manual ? joins : 0;
        expected_[place.slot] += place.certain ? 0 : mass_of_joins(joins - entry.weighed);
    }
    for (const WayTotals& way : columns.totals->ways) {
        const Slot slot = credited(slots_.place(way.kind, way.index),
                                   rules_.axis == Axis::inviter ? way.index : kNoIndex,
                                   kNoIndex,
                                   way.rejoin);
        expected_[slot] += way.expected;
        variance_[slot] += way.variance;
    }
    const auto outcome_of = [this](const StayTicks& stayed) {
        return static_cast<std::size_t>(outcomes_.of_decided(stayed.least, stayed.most));
    };
    for (const LaterLeave& leave : columns.later_leaves) {
        std::uint32_t* counter = &counts_[place_of(leave.entry, leave.rejoin).counter];
        --counter[outcome_of(leave.in_totals)];
        ++counter[outcome_of(leave.now)];
    }
}

template <class NumberOf>
void BoardBuilder::count_places(const JoinColumns& segment, NumberOf number_of) {
    entry_joins_.assign(entry_places_.size(), {});
    if (window_.inside(segment.bounds) && outcomes_.all_decided(segment.bounds)) {
        for (std::size_t i = 0; i < segment.size(); ++i) {
            ++entry_joins_[number_of(i)].old_and_young[0];
        }
    } else {
        for (std::size_t i = 0; i < segment.size(); ++i) {
            if (window_.contains(segment.joined[i])) {
                const bool young = outcomes_.of_stayer(segment.joined[i]) == Outcome::young;
                ++entry_joins_[number_of(i)].old_and_young[static_cast<std::size_t>(young)];
            }
        }
    }
    for (std::size_t e = 0; e < entry_places_.size(); ++e) {
        const EntryPlace& place = entry_places_[e];
        const auto [old, young] = entry_joins_[e].old_and_young;
        counts_[place.counter + static_cast<std::size_t>(Outcome::retained)] += old;
        counts_[place.counter + static_cast<std::size_t>(Outcome::young)] += young;
        manual_[place.slot] += place.manual ? old + young : 0;
    }
    count_leavers(segment, number_of);
    weigh_uncertain(segment, number_of);
}

template <class NumberOf>
void BoardBuilder::count_leavers(const JoinColumns& segment, NumberOf number_of) {
    const GatheredColumns& of = *segment.gathered;
    const bool all_counted = window_.inside(segment.bounds);
    const bool all_decided = outcomes_.all_decided(segment.bounds);
    for (std::size_t n = 0; n < of.leavers.size(); ++n) {
        const std::size_t i = of.leavers[n];
        if (!all_counted && !window_.contains(segment.joined[i])) {
            continue;
        }
        std::uint32_t* counter = &counts_[entry_places_[number_of(i)].counter];
        const auto move = [counter](Outcome from, Outcome to) {
            --counter[static_cast<std::size_t>(from)];
            ++counter[static_cast<std::size_t>(to)];
        };
        if (all_decided) {
            move(Outcome::retained, outcomes_.of_decided(of.stayed_least[n], of.stayed_most[n]));
        } else {
            const LeaveTicks leave{
                of.left_least[n], of.left_most[n], of.stayed_least[n], of.stayed_most[n]};
            move(outcomes_.of_stayer(segment.joined[i]), outcomes_.of(segment.joined[i], leave));
        }
    }
}

template <class NumberOf>
void BoardBuilder::weigh_uncertain(const JoinColumns& segment, NumberOf number_of) {
    const GatheredColumns& columns = *segment.gathered;
    const bool all_counted = window_.inside(segment.bounds);
    for (std::size_t n = 0; n < columns.uncertain.size(); ++n) {
        const std::size_t i = columns.uncertain[n];
        const std::size_t e = number_of(i);
        if (entry_places_[e].certain || (!all_counted && !window_.contains(segment.joined[i]))) {
            continue;
        }
        ++entry_joins_[e].weighed;
        sum_candidates(segment, i, columns.candidate_offset[n], columns.candidate_offset[n + 1]);
        add_shares();
    }
    for (std::size_t e = 0; e < entry_places_.size(); ++e) {
        if (!entry_places_[e].certain) {
            expected_[entry_places_[e].slot] +=
                mass_of_joins(entry_joins_[e].all() - entry_joins_[e].weighed);
        }
    }
}

}  // namespace invitectl::analytics
