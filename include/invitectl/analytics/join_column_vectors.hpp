// A segment that owns its columns.
#pragma once

#include "invitectl/analytics/gathering.hpp"
#include "invitectl/analytics/join_columns.hpp"
#include "invitectl/analytics/level_totals.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace invitectl::analytics {

// A join as it goes into the columns.
struct JoinEntry {
    Instant joined_at;
    std::optional<Leave> leave;             // its cause is not kept
    std::optional<Instant> joined_after{};  // as of the spell
    UserId user;
    std::uint8_t flags = 0;  // join_flag
    Verdict code_verdict = Verdict::unknown;
    Verdict inviter_verdict = Verdict::unknown;
    Verdict source_verdict = Verdict::unknown;
    WayIn answer;  // each index where its level is credited
};

struct WeightedWay {
    WayIn way;
    double p = 0;  // 0..1
};

LeaveTicks ticks_of(Instant joined_at,
                    const std::optional<Leave>& leave,
                    const std::optional<Instant>& joined_after = {});

// Columns of a stored segment as they are read, for who counts joins.
struct GatheredVectors {
    Places leavers;
    std::vector<Tick> left_least;
    std::vector<Tick> left_most;
    std::vector<Tick> stayed_least;
    std::vector<Tick> stayed_most;
    LevelEntries code;
    LevelEntries inviter;
    LevelEntries source;
    CandidateCounts candidates;
    std::vector<std::uint32_t> candidate_offset;

    // How long the join at this place stayed; kNever where it did not leave.
    StayTicks stay_of(std::size_t place) const;
};

// Filled join by join, or column by column by whoever has whole columns.
struct JoinColumnVectors {
    SegmentBounds bounds;
    std::vector<Tick> joined;
    std::vector<Tick> left_least;
    std::vector<Tick> left_most;
    std::vector<Tick> stayed_least;
    std::vector<Tick> stayed_most;
    std::vector<std::int64_t> user;
    std::vector<std::uint8_t> flags;
    std::vector<std::uint8_t> by;
    std::vector<std::uint8_t> code_verdict;
    std::vector<std::uint8_t> inviter_verdict;
    std::vector<std::uint8_t> source_verdict;
    std::vector<std::uint32_t> code;
    std::vector<std::uint32_t> inviter;
    std::vector<std::uint32_t> source;
    std::vector<std::uint32_t> candidate_offset{0};
    std::vector<std::uint8_t> candidate_kind;
    std::vector<std::uint32_t> candidate_code;
    std::vector<std::uint32_t> candidate_inviter;
    std::vector<std::uint32_t> candidate_source;
    std::vector<double> candidate_p;
    // Where it is set, the columns that can be gathered are in `gathered` and not above.
    bool is_gathered = false;
    GatheredVectors gathered;
    // Where it is set, only bounds and totals hold.
    bool is_totals = false;
    LevelTotals totals;
    std::vector<LaterLeave> later_leaves;

    void add(const JoinEntry& join, std::span<const WeightedWay> candidates);
    // For an id that nobody has.
    void add_nobody();
    // The joins [from, until) of another one; neither is gathered.
    void append(const JoinColumnVectors& other, std::size_t from, std::size_t until);
    void clear();
    // Makes of the columns of `parts` in `gathered` those with an element per join, and back.
    void spread_out(Parts parts);
    GatheredVectors gather(Parts parts) const;

    std::size_t size() const { return bounds.joins; }
    // Valid until the next change; columns outside `parts` are empty.
    JoinColumns view(Parts parts = Parts::all()) const;
    // The same gathered, by what gather() made of them.
    JoinColumns view(Parts parts, const GatheredVectors& made) const;

  private:
    JoinColumns spread_view(Parts parts) const;
    void spread_levels(Parts parts);
};

// The same joins with those at `places` (ascending) replaced in what their answers are: `by`, the
// levels and the candidates. Times, users and flags stay as they are.
struct ChangedAnswer {
    std::size_t place = 0;
    JoinEntry join;
    std::vector<WeightedWay> candidates;
};
void replace_answers(JoinColumnVectors& segment, std::span<const ChangedAnswer> changed);

// The same for when somebody left, in those of the columns `left` and `stayed` that are there,
// gathered or not.
struct ChangedStay {
    std::size_t place = 0;
    LeaveTicks leave;
};
void replace_stays(JoinColumnVectors& segment, Parts parts, std::span<const ChangedStay> changed);

}  // namespace invitectl::analytics
