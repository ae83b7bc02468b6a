// Making and deleting invites: what is wanted, which requests that takes, and which invite an
// interrupted request has made.
#pragma once

#include "invitectl/domain/invite.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/plan/effects.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace invitectl::plan {

// What somebody asked for; two requests with equal wishes are the same one tried again.
struct InviteWish {
    SourceId source = 0;
    ChannelId channel;
    std::int64_t max_age = 0;   // seconds; 0: never expires
    std::int64_t max_uses = 0;  // 0: without limit
    bool temporary = false;
    std::optional<std::string> marker_role{};  // its name
    std::vector<UserId> targets{};             // only they may accept; empty: everybody
    std::optional<UserId> credit{};

    friend bool operator==(const InviteWish&, const InviteWish&) = default;
};

// Throws Error(bad_value) for limits that Discord does not know: the age and the number of uses.
void check_wish(const InviteWish& wish);

// Names for the plan's lines.
struct WishNames {
    std::string source;
    std::string channel;
};
// `role_exists`: the marker role is there already and is used again.
Plan creation(const InviteWish& wish, const WishNames& names, bool role_exists);

// A code somebody wants deleted, with what is known of it.
struct Doomed {
    InviteCode code;
    bool listed = false;   // among the server's invites, as far as is known
    bool known = true;     // was ever an invite of this server
    bool own_url = false;  // the server's own, which is no invite
    std::string source{};  // empty: none
    std::string inviter{};
};
struct Deletion {
    Plan plan;
    std::vector<InviteCode> codes;  // of the plan, in its order
    std::vector<InviteCode> gone;   // nothing to delete any more
    std::vector<InviteCode>
        alien;  // no invites of this server; Discord would not mind deleting them
};
// Throws Error(refused) for the server's own URL.
Deletion deletion(const std::vector<Doomed>& doomed);

// Of the invites that may stand for a lost answer, oldest first, the one that does: the first that
// no other request is known to have made.
std::optional<InviteCode> adoptable(std::span<const InviteCode> found,
                                    const std::set<InviteCode>& taken);

}  // namespace invitectl::plan
