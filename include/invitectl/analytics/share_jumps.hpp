// A source that suddenly has many more of the joins than it was said to have: a wave of people, or
// codes assigned to the wrong source.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/source.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace invitectl::analytics {

struct JumpRules {
    Duration recent = std::chrono::days{7};    // "now", up to the moment of asking
    Duration earlier = std::chrono::days{28};  // what came before it
    double jump = 0.2;                         // in shares of the joins
    std::int64_t fewest = 10;                  // recent joins; of fewer, a share says nothing
};

struct ShareJump {
    SourceId source = 0;
    double before = 0;       // share of the earlier joins, as assigned when the recent time began
    double now = 0;          // share of the recent joins, as assigned now
    std::int64_t joins = 0;  // recent ones of this source
    std::optional<InviteCode> code;  // that brought most of these
};

class ShareJumps {
  public:
    ShareJumps(const JumpRules& rules, Instant now) : rules_(rules), now_(now) {}

    // A join with a credited source or code; `source_then` by the assignments that had been made
    // when the recent time began. Absent: assigned to none.
    void add(Instant joined_at,
             const std::optional<InviteCode>& code,
             std::optional<SourceId> source_now,
             std::optional<SourceId> source_then);
    // The largest jump first. None where either time has fewer joins than the rules ask for.
    std::vector<ShareJump> finish() const;

    Instant recent_from() const { return now_ - rules_.recent; }

  private:
    JumpRules rules_;
    Instant now_;
    std::int64_t recent_ = 0;
    std::int64_t earlier_ = 0;
    std::map<SourceId, std::int64_t> before_;
    std::map<SourceId, std::map<std::optional<InviteCode>, std::int64_t>> by_code_;
};

}  // namespace invitectl::analytics
