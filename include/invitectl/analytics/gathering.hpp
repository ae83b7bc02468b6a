// From columns with an element per join to gathered ones (join_columns.hpp), and back.
//
// Both directions lose nothing. Gathered columns have what is rare in the order of the joins, and
// entries in the order in which joins first name them: the same joins give the same bytes.
#pragma once

#include "invitectl/analytics/join_columns.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace invitectl::analytics {

using Places = std::vector<std::uint16_t>;  // of joins in their segment, ascending

// Those who left, by the column left_most or stayed_most.
Places places_of_leavers(std::span<const Tick> most);
// What a column has at these places.
std::vector<Tick> at_places(std::span<const Tick> column, const Places& places);
// A column of so many joins that has these values at these places and kNever elsewhere.
void spread_out(const std::vector<Tick>& values,
                const Places& places,
                std::size_t joins,
                std::vector<Tick>& column);

struct LevelEntries {
    std::vector<std::uint16_t> entry;
    std::vector<LevelEntry> entries;

    GatheredLevel view() const { return {entry, entries}; }
};
LevelEntries gathered_level(std::span<const std::uint8_t> by,
                            std::span<const std::uint8_t> verdict,
                            std::span<const std::uint32_t> index);

struct CandidateCounts {
    Places places;                      // of joins with candidates
    std::vector<std::uint32_t> counts;  // of each of them
};
CandidateCounts candidate_counts(std::span<const std::uint32_t> offset);
// Where the candidates of each begin, and where those of the last end.
std::vector<std::uint32_t> offsets(std::span<const std::uint32_t> counts);
// Offsets of so many joins.
void spread_out(const CandidateCounts& counts,
                std::size_t joins,
                std::vector<std::uint32_t>& offset);

}  // namespace invitectl::analytics
