#include "invitectl/domain/spell.hpp"

namespace invitectl {

std::string_view to_text(LeaveCause cause) {
    switch (cause) {
        case LeaveCause::kicked: return "kicked";
        case LeaveCause::banned: return "banned";
        case LeaveCause::unknown: break;
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

}  // namespace invitectl
