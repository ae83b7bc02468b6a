// Reads who wrote when, channel by channel, as far as one run may.
//
// The channel that lags most comes first, a page at a time, so that no channel waits for another
// for ever. A page and how far it brings its channel are stored together: a killed run goes on
// where it was. Channels without news cost no request: Discord lists the newest message of each.
#pragma once

#include "invitectl/ports/discord.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/progress.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/workflow/collect.hpp"

namespace invitectl::workflow {

// `began`: all that was written before is there to be read. Throws what the network throws; a
// channel that is refused, and a rate limit that asks for too much patience, end nothing.
MessagesRead read_messages(sql::Connection& database,
                           Discord& discord,
                           Log& log,
                           Progress& progress,
                           GuildId guild,
                           store::RunId run,
                           Instant began);

// Where the setting is off after it was on: what is written now is a gap and is never read.
void note_messages_off(sql::Connection& database, GuildId guild, Instant now);

}  // namespace invitectl::workflow
