// A simulated guild as facts, made fast: millions of joins in seconds, with the truth beside them.
//
// The laws are those of real guilds as far as they are known: codes of very different popularity,
// invites among friends that live for a day, raids by one code, people who leave within minutes,
// counters that lag, polls that fail.
#pragma once

#include "invitectl/reconcile/history.hpp"

#include <cstdint>
#include <vector>

namespace invitectl::bench {

struct TraceLaws {
    double joins_per_hour = 20;
    Duration period = std::chrono::minutes{5};  // between polls
    std::size_t joins = 20'000;                 // ghosts included
    int codes = 50;
    double zipf = 1;
    double vanity = 0.25;     // share of invited joins
    double fresh = 0.2;       // by invites that somebody just made for friends
    double bursts = 0.25;     // that come in bursts by one code
    double no_invite = 0.05;  // of all joins
    double bounce = 0.2;      // of all joins: leave again soon
    Duration bounce_tau = std::chrono::minutes{3};
    Duration lag_mean = std::chrono::milliseconds{200};
    Duration lag_bound = std::chrono::seconds{5};
    double slow = 0;  // share of uses that take 5 to 60 s to show
    Duration clock_error = std::chrono::milliseconds{700};
    double missed_polls = 0.01;
    double unlogged_deletions = 0;
    double evidence = 0;  // share of seen joins of which Discord says the source
};

// A way in; joins name it by its index.
struct TraceWay {
    InviteCode code;
    std::optional<UserId> inviter;
    bool vanity = false;
    Instant gone = Instant::max();  // from then on no list shows it
    Instant created;
    double rate = 0;           // joins per hour all the time
    std::int64_t planned = 0;  // of an invite for friends: joins soon after it was made
};

// Many joins by one code in a short time.
struct Burst {
    std::int32_t way = 0;
    Instant from;
    Instant until;
    double rate = 0;  // joins per hour
};

inline constexpr std::int32_t kUninvited = -1;

struct TrueJoin {
    Instant at;
    Instant left;  // Instant::max(): stayed
    std::int32_t way = kUninvited;
    Instant shown;          // when the counter showed it
    JoinId join = 0;        // 0: never seen, a ghost
    bool retained = false;  // reached day 30
};

struct Trace {
    reconcile::History history;
    std::vector<TraceWay> ways;
    std::vector<TrueJoin> joins;  // by time
    std::vector<Burst> bursts;
    std::vector<Instant> polls;  // when the invites were really read
};

// The same laws and seed give the same trace.
Trace simulate(const TraceLaws& laws, std::uint64_t seed);

}  // namespace invitectl::bench
