// A segment that owns its columns, filled join by join.
#pragma once

#include "invitectl/analytics/join_columns.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace invitectl::analytics {

// A join as it goes into the columns.
struct JoinEntry {
    Instant joined_at;
    std::optional<Leave> leave;  // its cause is not kept
    UserId user;
    Verdict code_verdict = Verdict::unknown;
    Verdict inviter_verdict = Verdict::unknown;
    Verdict source_verdict = Verdict::unknown;
    WayIn answer;  // each index where its level is credited
};

struct WeightedWay {
    WayIn way;
    double p = 0;  // 0..1
};

class JoinColumnVectors {
  public:
    void add(const JoinEntry& join, std::span<const WeightedWay> candidates);
    void clear();

    std::size_t size() const { return joined_at_.size(); }
    // Valid until the next change.
    JoinColumns view() const;

  private:
    std::vector<std::int64_t> joined_at_;
    std::vector<std::int64_t> leave_earliest_;
    std::vector<std::int64_t> leave_latest_;
    std::vector<std::int64_t> user_;
    std::vector<std::uint8_t> by_;
    std::vector<std::uint8_t> code_verdict_;
    std::vector<std::uint8_t> inviter_verdict_;
    std::vector<std::uint8_t> source_verdict_;
    std::vector<std::uint32_t> code_;
    std::vector<std::uint32_t> inviter_;
    std::vector<std::uint32_t> source_;
    std::vector<std::uint32_t> candidate_offset_{0};
    std::vector<std::uint8_t> candidate_kind_;
    std::vector<std::uint32_t> candidate_code_;
    std::vector<std::uint32_t> candidate_inviter_;
    std::vector<std::uint32_t> candidate_source_;
    std::vector<double> candidate_p_;
};

}  // namespace invitectl::analytics
