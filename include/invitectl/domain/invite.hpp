// An invite as one reading of the list shows it.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/person.hpp"
#include "invitectl/domain/snowflake.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace invitectl {

// What does not change while a code lives. A code that comes back with another `created_at` lives
// again: that is a new epoch of the same code.
struct InviteTerms {
    InviteCode code;
    std::optional<ChannelId> channel;
    std::optional<UserId> inviter;  // absent for widget invites
    Instant created_at;
    std::optional<Instant> expires_at;  // absent: never
    std::int64_t max_uses = 0;          // 0: unlimited
    std::int64_t max_age = 0;           // seconds; 0: never expires
    bool temporary = false;             // members without a role leave when they go offline
    std::vector<RoleId> roles;          // given on acceptance
    bool targeted = false;              // only listed users may accept it

    friend bool operator==(const InviteTerms&, const InviteTerms&) = default;
};

struct Invite {
    InviteTerms terms;
    std::int64_t uses = 0;
    std::optional<Person> inviter;  // name and all, where the list carries it
};

// The server's own URL. It has a counter but no inviter, dates or limits; changing the code resets
// the counter (https://discord.com/developers/docs/resources/guild#get-guild-vanity-url).
struct Vanity {
    InviteCode code;
    std::int64_t uses = 0;
};

}  // namespace invitectl
