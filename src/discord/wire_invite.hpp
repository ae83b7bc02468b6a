// The invite list: https://discord.com/developers/docs/resources/guild#get-guild-invites
#pragma once

#include "invitectl/domain/invite.hpp"

#include <string_view>
#include <vector>

namespace invitectl::discord {

// Throws FieldError, and Error(invites_without_uses) for a list that has no counter at all: that is
// what a bot gets that may read the audit log but lacks Manage Server. `targeted` stays false,
// since the list does not say it.
std::vector<Invite> read_invites(std::string_view body);

// One invite with its counters, as creating it answers. Throws FieldError.
Invite read_created_invite(std::string_view body);

}  // namespace invitectl::discord
