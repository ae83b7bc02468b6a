// What several commands look up in the same way.
#pragma once

#include "invitectl/analytics/board.hpp"
#include "invitectl/cli/context.hpp"
#include "invitectl/domain/outcome.hpp"
#include "invitectl/domain/settings.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/report/joins.hpp"
#include "invitectl/report/members.hpp"
#include "invitectl/report/names.hpp"
#include "invitectl/report/snapshots.hpp"
#include "invitectl/store/found_joins.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/workflow/edit.hpp"

#include "commands/schedule_text.hpp"

#include <map>
#include <string>
#include <utility>

namespace invitectl::commands {

// Names by id from the database, each asked for when it is needed. The connection must outlive
// them.
report::Names names_of(sql::Connection& database, GuildId guild);

// A stored join with its answer and its outcome as of `now`.
report::JoinLine join_line(sql::Connection& database,
                           GuildId guild,
                           const store::StoredJoin& join,
                           const OutcomeRules& rules,
                           Instant now);

// Newest first, one in memory at a time. The connection must outlive it.
report::JoinSource found_joins(sql::Connection& database,
                               GuildId guild,
                               const store::JoinFilter& filter,
                               Instant now);

// What people said of members from before tracking began: the name of a source, by who and when.
using BaselineLabels = std::map<std::pair<UserId, Instant>, std::string>;
BaselineLabels baseline_labels(sql::Connection& database, GuildId guild);

// Whoever was a member at `now` and joined in the range, by the age of their account; one in memory
// at a time. The connection must outlive it.
report::MemberSource present_members(sql::Connection& database,
                                     GuildId guild,
                                     const TimeRange& joined,
                                     Instant now);

// A board by the guild's settings and by what was decided about credit. Counts by source take
// ignored codes, staff and invites made by bots in.
analytics::BoardRules board_rules(sql::Connection& database,
                                  GuildId guild,
                                  analytics::Axis axis,
                                  Instant now);

report::SnapshotLine snapshot_line(const store::ReadingSummary& summary);
// This program with its configuration and database, as cron or systemd would run it.
Schedule schedule_here(cli::Context& context, Duration every);

// Who decides, for the journal.
workflow::Author author_of(cli::Context& context);

// Codes as typed or pasted: bare, or whole links. Throws Error(bad_value).
std::vector<InviteCode> parse_codes(const std::vector<std::string>& words);

// An id, or the user name or display name of somebody known. Throws Error(not_found).
UserId user_named(sql::Connection& database, GuildId guild, const std::string& text);

// By id, or by name with or without #. Throws Error(not_found).
Channel channel_named(sql::Connection& database, GuildId guild, const std::string& text);

// The words as typed, and with --from-file the first word of each line of it; "-" among either
// reads standard input. Throws Error(usage) where nothing is named.
std::vector<std::string> words_with_file(cli::Context& context,
                                         const std::vector<std::string>& words,
                                         const std::optional<std::string>& file);

// "57 invites", "1 invite".
std::string counted(std::int64_t number, std::string_view thing);
std::string counted(std::int64_t number, std::string_view one, std::string_view many);

}  // namespace invitectl::commands
