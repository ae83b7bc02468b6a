// The stretch from a join to its leave.
#pragma once

#include <optional>
#include <string_view>

#include "invitectl/base/time.hpp"
#include "invitectl/domain/snowflake.hpp"

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
    std::optional<Leave> leave;  // absent while present

    friend bool operator==(const Spell&, const Spell&) = default;
};

}  // namespace invitectl
