// What Discord itself says of how one member came in.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/attribution.hpp"

#include <optional>

namespace invitectl {

struct StatedSource {
    UserId user;
    Instant joined_at;                              // of the join it is about
    Candidate::Kind way = Candidate::Kind::invite;  // invite, vanity or none
    std::optional<InviteCode> code;                 // of invite always, of vanity where said
    std::optional<UserId> inviter;                  // of invite, where said

    friend bool operator==(const StatedSource&, const StatedSource&) = default;
};

}  // namespace invitectl
