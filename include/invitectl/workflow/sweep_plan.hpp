// How often every member is listed, and how much of the list one run reads. Pure.
//
// joined_at is exact, so a late sweep delays an answer but does not harm it; it only hides who came
// and went between two sweeps. What must not wait are the counters: a sweep that takes many minutes
// would leave the invites unread meanwhile.
#pragma once

#include "invitectl/store/members.hpp"

#include <optional>

namespace invitectl::workflow {

// Up to so many members a sweep costs less than looking for who is new.
inline constexpr std::int64_t kSweptEachTime = 5'000;
inline constexpr Duration kSweptAtLeastEvery = std::chrono::hours{1};
// Discord gives some ten pages of a thousand in ten seconds: about half a minute.
inline constexpr int kPagesPerRun = 30;

// Runs further apart than this read the list to its end: what one of them began would be stale for
// the next (store::kSweepStaysFresh).
inline constexpr Duration kRunsAreFrequent = std::chrono::minutes{5};

struct SweepPlan {
    bool due = true;
    std::optional<int> pages;  // at most in this run; absent: all of them
};

// `every`: the guild's setting, 0 for as it allows. `under_way`: an earlier run began one.
// `since_previous`: how long ago the guild was read before.
SweepPlan plan_sweep(Duration every,
                     const std::optional<store::Sweep>& last,
                     bool under_way,
                     std::optional<Duration> since_previous,
                     Instant now);

}  // namespace invitectl::workflow
