#include "invitectl/cli/exit_status.hpp"

#include <array>

namespace invitectl::cli {
namespace {

constexpr std::array<ExitRow, 13> kRows = {{
    {ExitStatus::ok, "done; an empty list is success"},
    {ExitStatus::failed, "failed, nothing more specific"},
    {ExitStatus::usage, "wrong usage or configuration; nothing was attempted"},
    {ExitStatus::partial, "finished, but not for every guild or target"},
    {ExitStatus::access, "token or permission"},
    {ExitStatus::temporary, "rate limit, network or Discord itself; try again later"},
    {ExitStatus::refused, "refused for safety, or the database is of a newer version"},
    {ExitStatus::condition, "what was asked for is true"},
    {ExitStatus::no_database, "there is no database here"},
    {ExitStatus::locked, "another run holds the lock"},
    {ExitStatus::damaged, "the database is damaged, or the file is none of ours"},
    {ExitStatus::interrupted, "interrupted from the keyboard (SIGINT)"},
    {ExitStatus::terminated, "asked to end (SIGTERM)"},
}};

}  // namespace

std::span<const ExitRow> exit_rows() {
    return kRows;
}

ExitStatus exit_status(ErrorCode code) {
    switch (code) {
        case ErrorCode::usage:
        case ErrorCode::bad_value:
        case ErrorCode::bad_config:
        case ErrorCode::already_initialised:
        case ErrorCode::unknown_guild:
        case ErrorCode::not_found:
        case ErrorCode::already_exists:
            return ExitStatus::usage;
        case ErrorCode::no_token:
        case ErrorCode::unsafe_token_file:
        case ErrorCode::token_rejected:
        case ErrorCode::missing_permission:
        case ErrorCode::invites_without_uses:
        case ErrorCode::missing_intent:
        case ErrorCode::guild_gone:
            return ExitStatus::access;
        case ErrorCode::rate_limited:
        case ErrorCode::network:
        case ErrorCode::discord_unavailable:
        case ErrorCode::outcome_unknown:
            return ExitStatus::temporary;
        case ErrorCode::newer_database:
        case ErrorCode::refused:
            return ExitStatus::refused;
        case ErrorCode::no_database:
            return ExitStatus::no_database;
        case ErrorCode::lock_held:
            return ExitStatus::locked;
        case ErrorCode::foreign_database:
        case ErrorCode::damaged_database:
            return ExitStatus::damaged;
        case ErrorCode::interrupted:
            return ExitStatus::interrupted;
        case ErrorCode::broken_protocol:
        case ErrorCode::refused_by_discord:
        case ErrorCode::disk_full:
        case ErrorCode::database:
        case ErrorCode::file:
        case ErrorCode::internal:
            return ExitStatus::failed;
    }
    return ExitStatus::failed;
}

}  // namespace invitectl::cli
