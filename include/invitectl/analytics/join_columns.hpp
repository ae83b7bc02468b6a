// The joins of a guild as columns: what every analysis reads.
//
// A segment is a run of joins in join order; its spans have one element per join and belong to
// whoever loaded them. Analyses take one segment after the other and never need two at a time. An
// analysis says by a segment's bounds which columns it wants of it; the others are empty spans.
// Codes, inviters and sources are indexes into dictionaries that all segments of a guild share.
//
// Most joins of a segment stay, and most have the answer of one of a few hundred invites. So stored
// segments can also be had gathered: stays of those who left alone, candidates of those who have
// any, answers as numbers of entries that the segment lists once. Counting millions of joins is
// several times cheaper that way.
#pragma once

#include "invitectl/analytics/tick.hpp"
#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/domain/spell.hpp"
#include "invitectl/domain/verdict.hpp"

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace invitectl::analytics {

// A segment has at most so many joins, so that a place in it is 16 bits.
inline constexpr std::size_t kSegmentJoins = 65'536;

inline constexpr std::uint32_t kNoIndex = std::numeric_limits<std::uint32_t>::max();

struct CodeEntry {
    InviteCode code;
    std::optional<ChannelId> channel;  // of its latest life
};

struct SourceEntry {
    SourceId id = 0;
    std::string name;
    SourceKind kind = SourceKind::named;
};

struct Dictionaries {
    std::vector<CodeEntry> codes;
    std::vector<UserId> inviters;  // an id tells the age of its account
    std::vector<SourceEntry> sources;
};

// One way in: a level's answer, or a candidate.
struct WayIn {
    Candidate::Kind kind = Candidate::Kind::none;
    std::uint32_t code = kNoIndex;
    std::uint32_t inviter = kNoIndex;
    std::uint32_t source = kNoIndex;
};

// Columns that are asked for together.
enum class Part : std::uint32_t {
    joined = 1U << 0U,
    left = 1U << 1U,
    stayed = 1U << 2U,
    user = 1U << 3U,
    flags = 1U << 4U,
    by = 1U << 5U,
    code = 1U << 6U,     // with its verdict; of the candidates, too
    inviter = 1U << 7U,  // as code
    source = 1U << 8U,   // as code
    candidates = 1U << 9U,
    // No columns, but other ways to have those above, where they can be had: stays, answers and
    // candidates gathered; and totals of the one level that is asked for instead of all.
    gathered = 1U << 10U,
    totals = 1U << 11U,
};

class Parts {
  public:
    constexpr Parts() = default;
    constexpr Parts(std::initializer_list<Part> parts) {
        for (const Part part : parts) {
            bits_ |= static_cast<std::uint32_t>(part);
        }
    }
    static constexpr Parts all() {
        Parts every;
        every.bits_ = (1U << 10U) - 1;
        return every;
    }

    constexpr bool has(Part part) const { return (bits_ & static_cast<std::uint32_t>(part)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr Parts without(Part part) const {
        Parts rest = *this;
        rest.bits_ &= ~static_cast<std::uint32_t>(part);
        return rest;
    }
    constexpr Parts& operator|=(Parts other) {
        bits_ |= other.bits_;
        return *this;
    }
    friend constexpr Parts operator|(Parts a, Parts b) { return a |= b; }

  private:
    std::uint32_t bits_ = 0;
};

// The thresholds of outcomes (domain/outcome.hpp).
struct OutcomeTicks {
    Tick fake_threshold = 0;
    Tick retained_after = 0;

    friend bool operator==(const OutcomeTicks&, const OutcomeTicks&) = default;
};

// What lies in a segment, known before any column of it is read.
struct SegmentBounds {
    std::size_t joins = 0;
    Tick first_joined = kNever;
    Tick last_joined = 0;
    Tick last_left = 0;  // the latest instant at which somebody of it can have left; 0: nobody did
    std::optional<OutcomeTicks> totals{};  // what its totals hold under; absent: it has none

    void include(Tick joined, Tick left_most) {
        ++joins;
        first_joined = joined < first_joined ? joined : first_joined;
        last_joined = joined > last_joined ? joined : last_joined;
        last_left = left_most != kNever && left_most > last_left ? left_most : last_left;
    }
};

namespace join_flag {
inline constexpr std::uint8_t kBot = 1;
inline constexpr std::uint8_t kRejoin = 2;  // has been a member before, as far as anybody knows
}  // namespace join_flag

// When somebody left and how long they stayed, as the columns hold it.
struct LeaveTicks {
    Tick left_least = kNever;
    Tick left_most = kNever;
    Tick stayed_least = kNever;
    Tick stayed_most = kNever;
};

// The ways in that a join may have come, all joins' one after the other.
struct CandidateColumns {
    std::span<const std::uint8_t> kind;  // Candidate::Kind
    std::span<const std::uint32_t> code;
    std::span<const std::uint32_t> inviter;
    std::span<const std::uint32_t> source;
    std::span<const double> p;  // 0..1
};

// An answer of one level: `index` is kNoIndex where the verdict is not credited.
struct LevelEntry {
    std::uint8_t by = 0;  // Candidate::Kind
    std::uint8_t verdict = 0;
    std::uint32_t index = kNoIndex;

    friend bool operator==(const LevelEntry&, const LevelEntry&) = default;
};

// Join i has entries[entry[i]].
struct GatheredLevel {
    std::span<const std::uint16_t> entry;
    std::span<const LevelEntry> entries;
};

// Places are ascending.
struct GatheredColumns {
    std::span<const std::uint16_t> leavers;  // places of those who left or may have
    std::span<const Tick> left_least;        // the columns of JoinColumns, of them
    std::span<const Tick> left_most;
    std::span<const Tick> stayed_least;
    std::span<const Tick> stayed_most;
    GatheredLevel code;
    GatheredLevel inviter;
    GatheredLevel source;
    std::span<const std::uint16_t> uncertain;  // places of joins with candidates
    // Of the n-th of them: [candidate_offset[n], candidate_offset[n + 1]).
    std::span<const std::uint32_t> candidate_offset;
};

// Totals of one level (analytics/level_totals.hpp), and whose leave came, changed or was taken back
// since they were made.
struct LevelTotals;
struct StayTicks {
    Tick least = kNever;
    Tick most = kNever;
};
struct LaterLeave {
    LevelEntry entry;
    bool rejoin = false;
    StayTicks in_totals;
    StayTicks now;
};
struct TotalsColumns {
    const LevelTotals* totals = nullptr;
    std::span<const LaterLeave> later_leaves;
};

struct JoinColumns {
    SegmentBounds bounds;
    // An id nobody has is a join that was never made: its times are kNever.
    std::span<const Tick> joined;
    // When somebody left lies in [left_least, left_most]; both are kNever while a member.
    std::span<const Tick> left_least;
    std::span<const Tick> left_most;
    // How long somebody stayed, in the same way.
    std::span<const Tick> stayed_least;
    std::span<const Tick> stayed_most;
    std::span<const std::int64_t> user;   // the joiner; the id tells the age of the account
    std::span<const std::uint8_t> flags;  // join_flag
    // The answer of each level: its verdict, and its value where the verdict is credited (else
    // kNoIndex).
    std::span<const std::uint8_t> by;  // Candidate::Kind
    std::span<const std::uint8_t> code_verdict;
    std::span<const std::uint8_t> inviter_verdict;
    std::span<const std::uint8_t> source_verdict;
    std::span<const std::uint32_t> code;
    std::span<const std::uint32_t> inviter;
    std::span<const std::uint32_t> source;
    // Join i has the candidates [candidate_offset[i], candidate_offset[i + 1]): one element more
    // than there are joins.
    std::span<const std::uint32_t> candidate_offset;
    CandidateColumns candidates;
    // Where it is set, the columns that it has are there and empty above.
    std::optional<GatheredColumns> gathered;
    // Where it is set, there is nothing else.
    std::optional<TotalsColumns> totals;

    std::size_t size() const { return bounds.joins; }
};

// What is no join: uses from before the first reading, uses of people never seen, and members from
// before tracking began whom somebody labelled.
struct OtherUses {
    Candidate::Kind kind = Candidate::Kind::invite;  // invite or vanity
    std::uint32_t code = kNoIndex;
    std::uint32_t inviter = kNoIndex;
    std::uint32_t source = kNoIndex;
    std::int64_t baseline = 0;
    double ghosts = 0;          // expected number
    std::int64_t labelled = 0;  // members from before tracking began, given to it by hand
};

}  // namespace invitectl::analytics
