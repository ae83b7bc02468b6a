#include "invitectl/analytics/gathering.hpp"

#include <algorithm>
#include <unordered_map>

namespace invitectl::analytics {
namespace {

std::uint64_t key_of(const LevelEntry& entry) {
    return std::uint64_t{entry.by} << 40U | std::uint64_t{entry.verdict} << 32U | entry.index;
}

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
    std::unordered_map<std::uint64_t, std::uint16_t> known;
    for (std::size_t i = 0; i < by.size(); ++i) {
        const LevelEntry entry{by[i], verdict[i], index[i]};
        const auto next = static_cast<std::uint16_t>(level.entries.size());
        const auto [found, fresh] = known.try_emplace(key_of(entry), next);
        if (fresh) {
            level.entries.push_back(entry);
        }
        level.entry.push_back(found->second);
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
