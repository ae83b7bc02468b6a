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

std::optional<Leave> leave_from_join(const Spell& spell) {
    std::optional<Leave> leave = spell.leave;
    if (leave && spell.joined_after) {
        leave->latest += spell.joined_at - *spell.joined_after;
    }
    return leave;
}

}  // namespace invitectl
