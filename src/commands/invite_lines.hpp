// Codes with what is known of them, for lists.
#pragma once

#include "invitectl/ports/sql.hpp"
#include "invitectl/report/invites.hpp"

#include <vector>

namespace invitectl::commands {

// One line per code: its lives summed up, described by the latest.
std::vector<report::InviteLine> invite_lines(sql::Connection& database, GuildId guild, Instant now);

}  // namespace invitectl::commands
