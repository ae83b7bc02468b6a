// Members: sweeps through the whole list, and the spells that two sweeps in a row tell apart.
//
// A sweep is staged page by page, each page in a transaction of its own, and promoted whole in one.
// Until then nothing but the names changes, so a killed sweep is taken up again or forgotten.
// Sweeps are kept as readings are: a row per sweep with news, and one quiet row after it that
// moves.
//
// A member is baseline, and has no join id, who joined before the first reading of the invites
// began (or while there was none).
#pragma once

#include "invitectl/domain/attribution.hpp"
#include "invitectl/domain/audit_entry.hpp"
#include "invitectl/domain/spell.hpp"
#include "invitectl/domain/time_range.hpp"
#include "invitectl/ports/readers.hpp"
#include "invitectl/ports/sql.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace invitectl::store {

// How long after its last page a sweep may be taken up again; later it starts over.
inline constexpr Duration kSweepStaysFresh = std::chrono::minutes{10};

// Where to read on.
struct SweepProgress {
    UserId after;  // 0 at the start
    bool resumed = false;
    bool complete = false;     // the last page is staged: only promote_sweep is missing
    std::int64_t members = 0;  // staged so far
};

// `now` in Discord's time. Throws away what is staged when it is older than kSweepStaysFresh.
SweepProgress begin_or_resume_sweep(sql::Connection& connection, GuildId guild, Instant now);

// One was begun and can be taken up again.
bool sweep_under_way(sql::Connection& connection, GuildId guild, Instant now);

// Adds a page (members seen twice count once, with the later page's word) and their names.
SweepProgress stage_page(sql::Connection& connection, GuildId guild, const Timed<MemberPage>& page);

struct Sweep {
    std::int64_t number = 0;  // 1, 2, 3 … per guild
    Bracket bracket;          // before the first page and after the last
    std::int64_t members = 0;
};

struct SweepOutcome {
    Sweep sweep;
    bool first = false;
    std::int64_t joined = 0;    // new spells with a join id, rejoins included
    std::int64_t rejoined = 0;  // of these, users who had an open spell
    std::int64_t left = 0;      // spells that ended, those of rejoiners included
    std::int64_t returned =
        0;  // leaves taken back: the same spell is listed again, so it never ended
    std::int64_t baseline = 0;  // new spells from before tracking began
    std::int64_t merged = 0;    // joins known otherwise (store/unseen.hpp), now seen
    std::int64_t late = 0;      // of joined, those from before the sweep before this one began
    // The earliest moment at which a late or merged join can have been: what was settled there
    // was settled without it (store/attributions.hpp, unsettle_from).
    std::optional<Instant> news_since;

    bool quiet() const { return joined + left + returned + baseline + merged == 0; }
};

// Compares what is staged with who was a member. Throws Error(internal) unless the last page is
// staged. Leaves lie in (began of the sweep before, ended of this one], or up to the new join of a
// rejoiner, and become exact where the audit log knows a kick or ban.
SweepOutcome promote_sweep(sql::Connection& connection, GuildId guild);

std::optional<Sweep> latest_sweep(sql::Connection& connection, GuildId guild);

// Makes leaves exact that a kick or ban newer than `after` explains. Returns how many changed.
std::int64_t refine_leaves_from_audit(sql::Connection& connection,
                                      GuildId guild,
                                      AuditEntryId after);

struct StoredJoin {
    JoinId id = 0;
    Spell spell;
    bool bot = false;
    bool did_rejoin = false;  // as Discord flagged it when first seen
    bool pending = false;     // had not passed screening when first seen

    friend bool operator==(const StoredJoin&, const StoredJoin&) = default;
};
using JoinCallback = std::function<void(const StoredJoin&)>;

// Joins with an id above `after`, by id.
void each_join(sql::Connection& connection, GuildId guild, JoinId after, const JoinCallback& visit);
std::optional<StoredJoin> find_join(sql::Connection& connection, GuildId guild, JoinId join);
// When joins happened, prepared once for many of them.
class JoinTimes {
  public:
    JoinTimes(sql::Connection& connection, GuildId guild);
    ~JoinTimes();
    JoinTimes(const JoinTimes&) = delete;
    JoinTimes& operator=(const JoinTimes&) = delete;

    std::optional<Instant> find(JoinId join);

  private:
    struct Finder;
    std::unique_ptr<Finder> finder_;
};

// Every join of one user, oldest first.
std::vector<StoredJoin> joins_of(sql::Connection& connection, GuildId guild, UserId user);
// Newest id first.
std::vector<StoredJoin> recent_joins(sql::Connection& connection, GuildId guild, int limit);

// Joins in the range whose member was kicked or banned by `now`, by when they joined.
std::vector<StoredJoin> removed_joins(sql::Connection& connection,
                                      GuildId guild,
                                      const TimeRange& joined,
                                      Instant now);

// Whoever is a member now, by user id; members from before tracking began have join id 0.
void each_present_member(sql::Connection& connection, GuildId guild, const JoinCallback& visit);
// Every stretch of one user's membership, oldest first; join id 0 as above.
std::vector<StoredJoin> spells_of(sql::Connection& connection, GuildId guild, UserId user);

struct MemberCounts {
    std::int64_t present = 0;           // members now, by the latest sweep
    std::int64_t present_baseline = 0;  // of these, from before tracking began
    std::int64_t joins = 0;             // all joins ever recorded
};
MemberCounts member_counts(sql::Connection& connection, GuildId guild);

// Those of the users who are no members now, in their order.
std::vector<UserId> absent_among(sql::Connection& connection,
                                 GuildId guild,
                                 const std::vector<UserId>& users);

// The baseline spell of a member who is no join, where there is one.
std::optional<Spell> baseline_spell(sql::Connection& connection, GuildId guild, UserId user);

}  // namespace invitectl::store
