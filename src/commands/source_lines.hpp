// Sources with what came by them, for lists.
#pragma once

#include "invitectl/domain/time_range.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/report/sources.hpp"

#include <map>

namespace invitectl::commands {

// Joins and costs of the window, as of `now`; retired sources and those merged away too.
std::map<SourceId, report::SourceLine> source_lines(sql::Connection& database,
                                                    GuildId guild,
                                                    const TimeRange& window,
                                                    Instant now);

}  // namespace invitectl::commands
