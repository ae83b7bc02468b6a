// The tables of segments: what is in them, column by column.
#pragma once

#include "invitectl/analytics/join_column_vectors.hpp"
#include "invitectl/domain/attribution.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/join_columns.hpp"

#include "store/query.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace invitectl::store {

struct Segment {
    JoinId first = 1;  // its number
    analytics::SegmentBounds bounds;
    std::int64_t leaves_changed = 0;
    std::int64_t answers_changed = 0;

    JoinId last() const { return first + static_cast<JoinId>(bounds.joins) - 1; }
    bool full() const { return bounds.joins == kSegmentJoins; }
};

// In the order of their joins.
std::vector<Segment> segments(sql::Connection& connection, GuildId guild);
void write_segment(sql::Connection& connection, GuildId guild, const Segment& segment);
// With its columns, totals and changes.
void remove_segment(sql::Connection& connection, GuildId guild, const Segment& segment);

// Finds the segment that a join lies in.
class SegmentIndex {
  public:
    SegmentIndex(sql::Connection& connection, GuildId guild);

    // The first join of its segment; absent: it lies in none.
    std::optional<JoinId> of(JoinId join) const;

  private:
    std::vector<std::pair<JoinId, JoinId>> ranges_;  // first and last
};

// Reads columns of segments, one segment after the other.
class SegmentReader {
  public:
    SegmentReader(sql::Connection& connection, GuildId guild);

    // Fills the columns of `parts` in `into` and its bounds, gathered if they name that; other
    // columns keep what they had.
    void read(const Segment& segment, analytics::Parts parts, analytics::JoinColumnVectors& into);
    // Whether one of these has left or may have, as far as the columns know.
    bool any_left(const Segment& segment, std::span<const analytics::ChangedStay> among);

  private:
    std::string_view column(const Segment& segment, int name);
    void read_stays(const Segment& segment,
                    analytics::Parts parts,
                    analytics::GatheredVectors& into);
    void read_levels(const Segment& segment,
                     analytics::Parts parts,
                     analytics::GatheredVectors& into);
    void read_level(const Segment& segment, int first, analytics::LevelEntries& level);
    void read_candidates(const Segment& segment,
                         analytics::Parts parts,
                         analytics::JoinColumnVectors& into);

    GuildId guild_;
    Query find_;
    std::vector<std::uint8_t> by_;  // of the level at hand
    std::vector<std::uint8_t> verdict_;
    std::vector<std::uint32_t> index_;
};

// What totals are made of.
inline constexpr analytics::Parts kTotalsParts{analytics::Part::left,
                                               analytics::Part::stayed,
                                               analytics::Part::flags,
                                               analytics::Part::by,
                                               analytics::Part::inviter,
                                               analytics::Part::source,
                                               analytics::Part::candidates};

// The columns of `parts`, where `left` and `stayed` go together and so do the answers of all
// levels, and the totals of a full segment under these rules: the others are the latest, have joins
// too young to count as a whole, and become part of a full one. `from` has at least those of
// `parts` and of kTotalsParts; what is not gathered has all.
void write_columns(sql::Connection& connection,
                   GuildId guild,
                   JoinId first,
                   analytics::Parts parts,
                   const analytics::JoinColumnVectors& from,
                   const analytics::OutcomeTicks& rules);

}  // namespace invitectl::store
