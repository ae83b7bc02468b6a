// What cron starts: read a guild, then work out what is new.
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/workflow/collect.hpp"
#include "invitectl/workflow/reconcile_run.hpp"
#include "invitectl/workflow/rounds.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace invitectl::workflow {

struct GuildSync {
    GuildId guild;
    bool paused = false;  // switched off by its setting: no request was made
    std::optional<Collected> collected;
    std::optional<ReconcileSummary> reconciled;
    std::optional<Error> failure;
};

enum class Depth {
    full,            // everything, and all members whatever `members_every` says
    whole,           // everything, members as `members_every` says
    counters_first,  // the rest only where a counter moved
};

// Syncs the guilds, several at once where Discord is shared (ports/turns.hpp); a guild that fails
// does not keep the others from their turn, only an interruption does. One run record
// for each. The caller holds the run lock.
std::vector<GuildSync> sync_guilds(sql::Connection& database,
                                   Discord& discord,
                                   Clock& clock,
                                   Log& log,
                                   const std::vector<GuildId>& guilds,
                                   Progress& progress = unwatched(),
                                   Depth depth = Depth::whole);

// The same in rounds (workflow/rounds.hpp), one run record for each guild. A guild's result sums
// up its rounds; its failure is that of its latest one. What may pass (network, Discord itself) is
// tried again in the next round, a rate limit that asks for too much patience ends the run, and
// every other failure ends it for its guild. Throws Error(interrupted) when asked to stop.
std::vector<GuildSync> sync_in_rounds(sql::Connection& database,
                                      Discord& discord,
                                      Clock& clock,
                                      Log& log,
                                      const std::vector<GuildId>& guilds,
                                      const Pace& pace,
                                      const std::stop_token& stop,
                                      Progress& progress = unwatched());

// A run record around one piece of work, closed as failed when it throws.
class RecordedRun {
  public:
    RecordedRun(sql::Connection& database,
                Clock& clock,
                std::string_view command,
                std::optional<GuildId> guild);
    // One that has begun.
    RecordedRun(sql::Connection& database, Clock& clock, store::RunId id);
    ~RecordedRun();
    RecordedRun(const RecordedRun&) = delete;
    RecordedRun& operator=(const RecordedRun&) = delete;

    store::RunId id() const { return id_; }
    void finish(store::RunOutcome outcome, std::string_view detail);

  private:
    sql::Connection& database_;
    Clock& clock_;
    store::RunId id_;
    bool finished_ = false;
};

}  // namespace invitectl::workflow
