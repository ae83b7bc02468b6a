#include "invitectl/analytics/gathering.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace invitectl::analytics {
namespace {

// Numbers the entries of a segment as joins name them: a table of twice as many places as there can
// be entries, each with a number or free, searched from where the entry hashes to.
class EntryNumbers {
  public:
    EntryNumbers(std::size_t joins, std::vector<LevelEntry>& entries)
        : entries_(entries), mask_(std::bit_ceil(2 * joins + 1) - 1), numbers_(mask_ + 1, kFree) {}

    std::uint16_t of(const LevelEntry& entry) {
        for (std::size_t at = hash(entry) & mask_;; at = (at + 1) & mask_) {
            if (numbers_[at] == kFree) {
                numbers_[at] = static_cast<std::uint32_t>(entries_.size());
                entries_.push_back(entry);
            }
            if (entries_[numbers_[at]] == entry) {
                return static_cast<std::uint16_t>(numbers_[at]);
            }
        }
    }

  private:
    static constexpr std::uint32_t kFree = std::numeric_limits<std::uint32_t>::max();

    static std::size_t hash(const LevelEntry& entry) {
        const std::uint64_t key =
            std::uint64_t{entry.by} << 40U | std::uint64_t{entry.verdict} << 32U | entry.index;
        constexpr std::uint64_t kGolden = 0x9E37'79B9'7F4A'7C15;  // 2^64 by the golden ratio
        return static_cast<std::size_t>((key * kGolden) >> 40U);
    }

    std::vector<LevelEntry>& entries_;
    std::size_t mask_;
    std::vector<std::uint32_t> numbers_;
};

}  // namespace

Places places_of_leavers(std::span<const Tick> most) {
    Places places;
    for (std::size_t i = 0; i < most.size(); ++i) {
        if (most[i] != kNever) {
            places.push_back(static_cast<std::uint16_t>(i));
        }
    }
    return places;
}

std::vector<Tick> at_places(std::span<const Tick> column, const Places& places) {
    std::vector<Tick> values;
    values.reserve(places.size());
    for (const std::uint16_t place : places) {
        values.push_back(column[place]);
    }
    return values;
}

void spread_out(const std::vector<Tick>& values,
                const Places& places,
                std::size_t joins,
                std::vector<Tick>& column) {
    column.assign(joins, kNever);
    for (std::size_t i = 0; i < places.size(); ++i) {
        column[places[i]] = values[i];
    }
}

LevelEntries gathered_level(std::span<const std::uint8_t> by,
                            std::span<const std::uint8_t> verdict,
                            std::span<const std::uint32_t> index) {
    LevelEntries level;
    level.entry.reserve(by.size());
    EntryNumbers numbers(by.size(), level.entries);
    for (std::size_t i = 0; i < by.size(); ++i) {
        level.entry.push_back(numbers.of({by[i], verdict[i], index[i]}));
    }
    return level;
}

CandidateCounts candidate_counts(std::span<const std::uint32_t> offset) {
    CandidateCounts found;
    for (std::size_t i = 0; i + 1 < offset.size(); ++i) {
        if (offset[i + 1] > offset[i]) {
            found.places.push_back(static_cast<std::uint16_t>(i));
            found.counts.push_back(offset[i + 1] - offset[i]);
        }
    }
    return found;
}

std::vector<std::uint32_t> offsets(std::span<const std::uint32_t> counts) {
    std::vector<std::uint32_t> offset{0};
    offset.reserve(counts.size() + 1);
    for (const std::uint32_t count : counts) {
        offset.push_back(offset.back() + count);
    }
    return offset;
}

void spread_out(const CandidateCounts& counts,
                std::size_t joins,
                std::vector<std::uint32_t>& offset) {
    offset.assign(joins + 1, 0);
    for (std::size_t i = 0; i < counts.places.size(); ++i) {
        offset[counts.places[i] + std::size_t{1}] = counts.counts[i];
    }
    for (std::size_t i = 0; i < joins; ++i) {
        offset[i + 1] += offset[i];
    }
}

}  // namespace invitectl::analytics
