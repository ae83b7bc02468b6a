// Discord as the workflows see it: the ports of one client, so that they travel together.
#pragma once

#include "invitectl/ports/readers.hpp"

namespace invitectl {

// References into a client that lives at least as long.
struct Discord {
    InviteReader& invites;
    MemberReader& members;
    AuditReader& audit;
    GuildReader& guilds;
};

}  // namespace invitectl
