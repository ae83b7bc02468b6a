// The joins of a guild as columns: what every analysis reads.
//
// A segment is a run of joins in join order; its spans have one element per join and belong to
// whoever loaded them. Analyses take one segment after the other and never need two at a time.
// Codes, inviters and sources are indexes into dictionaries that all segments of a guild share.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/domain/spell.hpp"
#include "invitectl/domain/verdict.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace invitectl::analytics {

inline constexpr std::uint32_t kNoIndex = std::numeric_limits<std::uint32_t>::max();

// Both leave bounds of a member who is present.
inline constexpr std::int64_t kPresent = std::numeric_limits<std::int64_t>::max();

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

// The ways in that a join may have come, all joins' one after the other.
struct CandidateColumns {
    std::span<const std::uint8_t> kind;  // Candidate::Kind
    std::span<const std::uint32_t> code;
    std::span<const std::uint32_t> inviter;
    std::span<const std::uint32_t> source;
    std::span<const double> p;  // 0..1
};

struct JoinColumns {
    std::span<const std::int64_t> joined_at;  // µs UTC
    std::span<const std::int64_t>
        leave_earliest;  // as in domain/spell.hpp; kPresent while a member
    std::span<const std::int64_t> leave_latest;
    std::span<const std::int64_t> user;  // the joiner; the id tells the age of the account
    // The answer of each level: its verdict, and its value where the verdict is credited (else
    // kNoIndex).
    std::span<const std::uint8_t> by;  // Candidate::Kind
    std::span<const std::uint8_t> code_verdict;
    std::span<const std::uint8_t> inviter_verdict;
    std::span<const std::uint8_t> source_verdict;
    std::span<const std::uint32_t> code;
    std::span<const std::uint32_t> inviter;
    std::span<const std::uint32_t> source;
    // Join i has the candidates [offset[i], offset[i + 1]): one element more than there are joins.
    std::span<const std::uint32_t> candidate_offset;
    CandidateColumns candidates;

    std::size_t size() const { return joined_at.size(); }

    std::optional<Leave> leave(std::size_t join) const {
        if (leave_latest[join] == kPresent) {
            return std::nullopt;
        }
        return Leave{from_micros(leave_earliest[join]), from_micros(leave_latest[join])};
    }
};

// Uses of a code's life that are no joins: from before the first reading, and of people never seen.
struct OtherUses {
    Candidate::Kind kind = Candidate::Kind::invite;  // invite or vanity
    std::uint32_t code = kNoIndex;
    std::uint32_t inviter = kNoIndex;
    std::uint32_t source = kNoIndex;
    std::int64_t baseline = 0;
    double ghosts = 0;  // expected number
};

}  // namespace invitectl::analytics
