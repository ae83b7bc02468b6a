// How the collecting of a guild stands: what `status`, `doctor` and the metrics file speak of.
#pragma once

#include "invitectl/domain/verdict.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/runs.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace invitectl::workflow {

// The runs of sync for one guild; their times are the local clock's.
struct Rhythm {
    std::optional<store::Run> last;
    std::optional<store::Run> last_ok;
    // The usual time between two of them; nothing with fewer than three, or where they follow one
    // another so closely that no timer starts them.
    std::optional<Duration> every;
    std::optional<Instant> next;  // when one is due by that
    bool late = false;            // overdue by more than a missed run
};

// A schedule that nobody kept for this long is taken for broken, however seldom it ran.
inline constexpr int kMissedRuns = 3;

// `runs` of one guild, newest first, as store::recent_runs gives them. Pure.
Rhythm rhythm_of(const std::vector<store::Run>& runs, Instant now);
// The same, of what the database holds: of the guild, or of the one that was read last.
Rhythm sync_rhythm(sql::Connection& database, GuildId guild, Instant now);
Rhythm latest_rhythm(sql::Connection& database, Instant now);

enum class Standing {
    never,  // not read yet
    ok,
    paused,   // switched off by its setting
    failing,  // the latest reading of something failed
    late,     // no run when one was due
};
std::string_view to_text(Standing standing);

struct GuildStatus {
    store::StoredGuild guild;
    Standing standing = Standing::never;
    std::vector<store::Poll> polls;
    std::vector<store::Gap> gaps;
    store::MemberCounts members;
    std::map<Verdict, std::int64_t> verdicts;  // joins with an answer
    std::int64_t unsettled = 0;                // joins that wait for readings

    std::int64_t joins(Verdict verdict) const;
    std::int64_t certain() const;
    // Neither certain nor likely, those without an answer yet included.
    std::int64_t unattributed() const;
    const store::Poll* poll(store::PollKind kind) const;
};

GuildStatus guild_status(sql::Connection& database,
                         const store::StoredGuild& guild,
                         const Rhythm& rhythm);

}  // namespace invitectl::workflow
