#include "invitectl/domain/spell.hpp"

namespace invitectl {

std::string_view to_text(LeaveCause cause) {
    switch (cause) {
        case LeaveCause::kicked:
            return "kicked";
        case LeaveCause::banned:
            return "banned";
        case LeaveCause::unknown:
            break;
    }
    return "unknown";
}

std::optional<LeaveCause> parse_leave_cause(std::string_view text) {
    for (const auto cause : {LeaveCause::unknown, LeaveCause::kicked, LeaveCause::banned}) {
        if (to_text(cause) == text) {
            return cause;
        }
    }
    return {};
}

Duration join_slack(Instant joined_at, const std::optional<Instant>& joined_after) {
    return joined_after ? joined_at - *joined_after - Duration{1} : Duration{0};
}

}  // namespace invitectl
