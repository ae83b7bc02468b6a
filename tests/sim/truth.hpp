// What really happened: known to tests, never reachable through Discord's doors.
#pragma once

#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/spell.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::sim {

enum class Way { invite, vanity, bot, none };

// One entry of one user into the guild.
struct TruthEntry {
    UserId user;
    Instant joined_at;
    Way way = Way::none;
    std::string code;                   // of invite and vanity
    std::optional<UserId> inviter;      // of invite: who made it; of bot: who added it
    std::optional<Instant> counted_at;  // when the counter shows the use, where it lives that long
    std::optional<Instant> left_at;     // absent while a member
    LeaveCause left_how = LeaveCause::unknown;
    bool rejoined = false;      // had been a member before
    bool before_start = false;  // placed when the guild was set up; how it came in is not known
};

// One life of one code; a code that comes back, and the URL when it is set anew, begins another.
struct CodeTruth {
    Way way = Way::invite;
    std::string code;
    std::optional<UserId> inviter;
    Instant created_at;
    std::optional<Instant> gone_at;  // from when the list does not show it
    std::int64_t initial_uses = 0;   // before the world began
    std::int64_t uses = 0;  // all of them, shown or not yet: initial_uses + entries by this life
};

struct Truth {
    std::vector<TruthEntry> entries;  // in order of joining; those before the start first
    std::deque<CodeTruth> codes;
};

}  // namespace invitectl::sim
