#include "invitectl/base/error.hpp"

#include <utility>

namespace invitectl {

Error::Error(ErrorCode code, std::string what, std::string why, std::string next)
    : code_(code), what_(std::move(what)), why_(std::move(why)), next_(std::move(next)) {}

std::string_view error_id(ErrorCode code) {
    switch (code) {
        case ErrorCode::usage:
            return "E-USE-01";
        case ErrorCode::bad_value:
            return "E-USE-02";
        case ErrorCode::bad_config:
            return "E-USE-03";
        case ErrorCode::already_initialised:
            return "E-USE-04";
        case ErrorCode::not_found:
            return "E-USE-05";
        case ErrorCode::already_exists:
            return "E-USE-06";
        case ErrorCode::unknown_guild:
            return "E-GUILD-01";
        case ErrorCode::guild_gone:
            return "E-GUILD-02";
        case ErrorCode::no_token:
            return "E-AUTH-01";
        case ErrorCode::unsafe_token_file:
            return "E-AUTH-02";
        case ErrorCode::token_rejected:
            return "E-AUTH-03";
        case ErrorCode::missing_permission:
            return "E-PERM-01";
        case ErrorCode::invites_without_uses:
            return "E-PERM-02";
        case ErrorCode::missing_intent:
            return "E-PERM-03";
        case ErrorCode::rate_limited:
            return "E-NET-01";
        case ErrorCode::network:
            return "E-NET-02";
        case ErrorCode::discord_unavailable:
            return "E-NET-03";
        case ErrorCode::broken_protocol:
            return "E-API-01";
        case ErrorCode::refused_by_discord:
            return "E-API-02";
        case ErrorCode::outcome_unknown:
            return "E-NET-04";
        case ErrorCode::no_database:
            return "E-DB-01";
        case ErrorCode::foreign_database:
            return "E-DB-02";
        case ErrorCode::damaged_database:
            return "E-DB-03";
        case ErrorCode::newer_database:
            return "E-DB-04";
        case ErrorCode::disk_full:
            return "E-DB-05";
        case ErrorCode::database:
            return "E-DB-06";
        case ErrorCode::lock_held:
            return "E-LOCK-01";
        case ErrorCode::refused:
            return "E-SAFE-01";
        case ErrorCode::interrupted:
            return "E-RUN-01";
        case ErrorCode::file:
            return "E-FILE-01";
        case ErrorCode::internal:
            return "E-RUN-02";
    }
    return "E-RUN-02";
}

}  // namespace invitectl
