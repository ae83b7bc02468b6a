// What a single sync and one in rounds share.
#pragma once

#include "invitectl/workflow/sync.hpp"

namespace invitectl::workflow {

// Failures end up in the result; only an interruption is thrown. Works out answers where more than
// the counters was read.
GuildSync sync_guild(sql::Connection& database,
                     Discord& discord,
                     Clock& clock,
                     Log& log,
                     GuildId guild,
                     Progress& progress,
                     store::RunId run,
                     Depth depth);

// Closes the run as what became of its guild.
void finish(RecordedRun& run, const GuildSync& result);

// Records of runs that begin together, one for each guild.
std::vector<store::RunId> begin_runs(sql::Connection& database,
                                     Clock& clock,
                                     std::string_view command,
                                     const std::vector<std::optional<GuildId>>& guilds);

}  // namespace invitectl::workflow
