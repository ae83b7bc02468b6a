#include "invitectl/analytics/stays.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

namespace invitectl::analytics {
namespace {

constexpr std::uint32_t kMinute = 60;
constexpr std::uint32_t kHour = 60 * kMinute;
constexpr std::uint32_t kDay = 24 * kHour;
constexpr std::uint32_t kShift = 16;  // an interval is two places of the grid in one number

// Seconds, ascending from 0.
std::vector<std::uint32_t> make_grid() {
    struct Stretch {
        std::uint32_t until;
        std::uint32_t step;
    };
    constexpr std::array<Stretch, 6> kStretches = {{{kHour, kMinute},
                                                    {6 * kHour, 10 * kMinute},
                                                    {2 * kDay, kHour},
                                                    {14 * kDay, 6 * kHour},
                                                    {120 * kDay, kDay},
                                                    {3'653 * kDay, 7 * kDay}}};
    std::vector<std::uint32_t> grid{0};
    for (const Stretch& stretch : kStretches) {
        while (grid.back() < stretch.until) {
            grid.push_back(grid.back() + stretch.step);
        }
    }
    return grid;
}

const std::vector<std::uint32_t>& grid() {
    static const std::vector<std::uint32_t> kGrid = make_grid();
    return kGrid;
}

constexpr std::uint32_t kNoEnd = 0xFFFF;

// The last place of the grid at or before, and the first at or after, so many ticks.
std::uint32_t place_before(Tick tick) {
    const auto after = std::ranges::upper_bound(grid(), tick / kTicksPerSecond);
    return static_cast<std::uint32_t>(after - grid().begin()) - 1;
}
std::uint32_t place_after(Tick tick) {
    const auto at = std::ranges::lower_bound(grid(), (tick + 1) / kTicksPerSecond);
    return at == grid().end() ? kNoEnd : static_cast<std::uint32_t>(at - grid().begin());
}

double days_at(std::uint32_t place) {
    return place == kNoEnd ? std::numeric_limits<double>::infinity()
                           : static_cast<double>(grid()[place]) / kDay;
}

}  // namespace

StayBuilder::StayBuilder(const StayRules& rules, const Dictionaries& names)
    : now_(tick_of(rules.now)), window_(rules.window, rules.now) {
    if (rules.axis) {
        shares_.emplace(*rules.axis, names);
    }
}

Parts StayBuilder::wants(const SegmentBounds& bounds) const {
    if (window_.outside(bounds)) {
        return {};
    }
    const Parts parts{Part::joined, Part::left, Part::stayed};
    return shares_ ? parts | shares_->wants() : parts;
}

std::uint32_t StayBuilder::interval_of(const JoinColumns& segment, std::size_t i) const {
    const Tick least = segment.stayed_least[i];
    if (least == kNever || segment.left_least[i] > now_) {
        return place_before(now_ - segment.joined[i]) << kShift | kNoEnd;
    }
    // Who may have left after now is not known to have left before some time.
    const std::uint32_t by = segment.left_most[i] > now_
                                 ? kNoEnd
                                 : place_after(std::max<Tick>(segment.stayed_most[i], 1));
    const std::uint32_t after = place_before(least == 0 ? 0 : least - 1);
    return after << kShift | by;
}

void StayBuilder::add(const JoinColumns& segment) {
    if (window_.outside(segment.bounds)) {
        return;
    }
    if (shares_) {
        shares_->read(segment);
    }
    weights_.resize(shares_ ? shares_->slots().size() : 1);
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (!window_.contains(segment.joined[i])) {
            continue;
        }
        const std::uint32_t interval = interval_of(segment, i);
        if (!shares_) {
            weights_.front()[interval] += 1;
            continue;
        }
        for (const JoinShares::Share& share : shares_->of(i)) {
            weights_[share.slot][interval] += share.p;
        }
    }
}

std::vector<GroupStays> StayBuilder::finish() {
    std::vector<GroupStays> groups;
    for (std::size_t slot = 0; slot < weights_.size(); ++slot) {
        if (weights_[slot].empty()) {
            continue;
        }
        GroupStays group;
        if (shares_) {
            group.key = shares_->slots().key(static_cast<Slot>(slot));
        }
        for (const auto& [interval, weight] :
             std::map(weights_[slot].begin(), weights_[slot].end())) {
            group.joins += weight;
            group.stays.push_back(
                {days_at(interval >> kShift), days_at(interval & kNoEnd), weight});
        }
        groups.push_back(std::move(group));
    }
    std::ranges::sort(groups, [](const GroupStays& a, const GroupStays& b) {
        const auto rank = [](const GroupStays& g) {
            const bool group = g.key.kind == RowKind::group;
            return std::tuple(group ? 0 : 1, group ? -g.joins : 0, g.key);
        };
        return rank(a) < rank(b);
    });
    return groups;
}

}  // namespace invitectl::analytics
