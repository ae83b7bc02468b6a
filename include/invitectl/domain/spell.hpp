// The stretch from a join to its leave.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <optional>
#include <string_view>

namespace invitectl {

enum class LeaveCause { unknown, kicked, banned };

std::string_view to_text(LeaveCause cause);
std::optional<LeaveCause> parse_leave_cause(std::string_view text);

// When a member left: after `earliest` (last known present) and at or before `latest` (first known
// missing). A kick or ban in the audit log gives one instant, earliest == latest.
struct Leave {
    Instant earliest;
    Instant latest;
    LeaveCause cause = LeaveCause::unknown;

    bool exact() const { return earliest == latest; }
    friend bool operator==(const Leave&, const Leave&) = default;
};

struct Spell {
    UserId user;
    Instant joined_at;
    std::optional<Leave> leave;             // absent while present
    std::optional<Instant> joined_after{};  // where set, the join lies in (joined_after, joined_at]

    friend bool operator==(const Spell&, const Spell&) = default;
};

// How much longer somebody may have stayed than from joined_at on.
Duration join_slack(Instant joined_at, const std::optional<Instant>& joined_after);

}  // namespace invitectl
