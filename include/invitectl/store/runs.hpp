// What the program did and when: runs, the latest poll of each kind, and gaps in what could be
// read.
#pragma once

#include "invitectl/domain/bracket.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

using RunId = std::int64_t;

enum class RunOutcome { running, ok, partial, failed };

std::string_view to_text(RunOutcome outcome);

// Times of runs are the local clock's: they are about this machine, not about Discord.
struct Run {
    RunId id = 0;
    std::string command;
    std::optional<GuildId> guild;  // it was about; absent: about none, or an old record
    Instant began;
    std::optional<Instant> ended;
    RunOutcome outcome = RunOutcome::running;
    std::string detail;  // what failed or was skipped; empty when all went well
    std::string host;
    std::int64_t pid = 0;
};

// Call while holding the run lock: runs that never ended belonged to processes that died, and are
// closed as failed. Of runs that went well only the latest 1000 are kept.
RunId begin_run(sql::Connection& connection,
                std::string_view command,
                Instant began,
                std::string_view host,
                std::int64_t pid,
                std::optional<GuildId> guild = {});
// One for each guild, begun together.
std::vector<RunId> begin_runs(sql::Connection& connection,
                              std::string_view command,
                              Instant began,
                              std::string_view host,
                              std::int64_t pid,
                              const std::vector<std::optional<GuildId>>& guilds);
void end_run(sql::Connection& connection,
             RunId run,
             Instant ended,
             RunOutcome outcome,
             std::string_view detail);

std::optional<Run> find_run(sql::Connection& connection, RunId run);
// Newest first.
std::vector<Run> recent_runs(sql::Connection& connection, int limit, bool failed_only = false);

enum class PollKind { invites, vanity, members, audit, stated, join_messages, messages };

std::string_view to_text(PollKind kind);

// The latest attempt of its kind; one row that each attempt overwrites.
struct Poll {
    PollKind kind = PollKind::invites;
    Bracket bracket;      // in Discord's time
    std::string outcome;  // "ok", or the id of the error ("E-PERM-03")
    RunId run = 0;
    std::optional<Bracket> last_ok;  // the latest attempt that succeeded

    bool ok() const { return outcome == "ok"; }
};

void record_poll(sql::Connection& connection,
                 GuildId guild,
                 PollKind kind,
                 const Bracket& bracket,
                 std::string_view outcome,
                 RunId run);
// At most one per kind, in the order of the enum.
std::vector<Poll> polls(sql::Connection& connection, GuildId guild);
std::optional<Poll> latest_poll(sql::Connection& connection, GuildId guild, PollKind kind);

// A stretch of which something cannot be read any more, or was not to be read: (from, until].
struct Gap {
    PollKind kind = PollKind::invites;
    Instant from;
    Instant until;
    std::string reason;  // one word: "disabled", "permission", "horizon", "moved"

    friend bool operator==(const Gap&, const Gap&) = default;
};

// Prolongs the latest gap of the same kind and reason where the two touch or overlap.
void record_gap(sql::Connection& connection, GuildId guild, const Gap& gap);
// By kind, then time.
std::vector<Gap> gaps(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
