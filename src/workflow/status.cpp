#include "invitectl/workflow/status.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/tallies.hpp"

#include <algorithm>
#include <array>

namespace invitectl::workflow {

namespace {

constexpr int kRunsLookedAt = 30;
constexpr std::size_t kFewestForRhythm = 3;
// No timer is set closer (cron knows minutes): somebody is at work by hand.
constexpr Duration kClosestTimer = std::chrono::seconds{20};
// Cron and a slow disk may be so late without anything being wrong.
constexpr Duration kPatience = std::chrono::minutes{2};

bool is_sync(const store::Run& run) {
    return run.command == "sync";
}

std::vector<store::Run> newest_runs(sql::Connection& database) {
    const auto guilds = static_cast<int>(store::guilds(database).size());
    return store::recent_runs(database, kRunsLookedAt * std::max(guilds, 1));
}

std::vector<store::Run> runs_of(std::vector<store::Run> runs, std::optional<GuildId> guild) {
    std::erase_if(runs, [&](const store::Run& run) { return run.guild != guild; });
    return runs;
}

// The middle one, which a night of downtime or a run by hand does not move.
std::optional<Duration> usual_pause(const std::vector<store::Run>& syncs) {
    if (syncs.size() < kFewestForRhythm) {
        return {};
    }
    std::vector<Duration> pauses;
    for (std::size_t i = 1; i < syncs.size(); ++i) {
        pauses.push_back(std::max(Duration{0}, syncs[i - 1].began - syncs[i].began));
    }
    const auto middle = pauses.begin() + static_cast<std::ptrdiff_t>(pauses.size() / 2);
    std::ranges::nth_element(pauses, middle);
    return *middle < kClosestTimer ? std::nullopt : std::optional(*middle);
}

Standing standing_of(const GuildStatus& status, bool enabled, const Rhythm& rhythm) {
    if (!enabled) {
        return Standing::paused;
    }
    if (status.polls.empty()) {
        return Standing::never;
    }
    const bool failing = std::ranges::any_of(status.polls, [](const store::Poll& poll) {
        return !poll.ok() && poll.kind != store::PollKind::audit &&
               poll.kind != store::PollKind::stated;
    });
    return failing ? Standing::failing : rhythm.late ? Standing::late : Standing::ok;
}

}  // namespace

Rhythm rhythm_of(const std::vector<store::Run>& runs, Instant now) {
    std::vector<store::Run> syncs;
    std::ranges::copy_if(runs, std::back_inserter(syncs), is_sync);
    Rhythm rhythm;
    if (syncs.empty()) {
        return rhythm;
    }
    rhythm.last = syncs.front();
    const auto good = std::ranges::find(syncs, store::RunOutcome::ok, &store::Run::outcome);
    if (good != syncs.end()) {
        rhythm.last_ok = *good;
    }
    rhythm.every = usual_pause(syncs);
    if (rhythm.every) {
        rhythm.next = syncs.front().began + *rhythm.every;
        rhythm.late = now > syncs.front().began + kMissedRuns * *rhythm.every + kPatience;
    }
    return rhythm;
}

Rhythm sync_rhythm(sql::Connection& database, GuildId guild, Instant now) {
    return rhythm_of(runs_of(newest_runs(database), guild), now);
}

Rhythm latest_rhythm(sql::Connection& database, Instant now) {
    const std::vector<store::Run> runs = newest_runs(database);
    const auto latest = std::ranges::find_if(runs, is_sync);
    return latest == runs.end() ? Rhythm{} : rhythm_of(runs_of(runs, latest->guild), now);
}

std::string_view to_text(Standing standing) {
    constexpr std::array<std::string_view, 5> kNames = {
        "never read", "ok", "paused", "failing", "late"};
    return kNames.at(static_cast<std::size_t>(standing));
}

std::int64_t GuildStatus::joins(Verdict verdict) const {
    const auto found = verdicts.find(verdict);
    return found == verdicts.end() ? 0 : found->second;
}

std::int64_t GuildStatus::certain() const {
    std::int64_t sum = 0;
    for (const auto& [verdict, count] : verdicts) {
        sum += is_certain(verdict) ? count : 0;
    }
    return sum;
}

std::int64_t GuildStatus::unattributed() const {
    return members.joins - certain() - joins(Verdict::likely);
}

const store::Poll* GuildStatus::poll(store::PollKind kind) const {
    const auto found = std::ranges::find(polls, kind, &store::Poll::kind);
    return found == polls.end() ? nullptr : &*found;
}

GuildStatus guild_status(sql::Connection& database,
                         const store::StoredGuild& guild,
                         const Rhythm& rhythm) {
    const GuildId id = guild.guild.id;
    GuildStatus status;
    status.guild = guild;
    status.polls = store::polls(database, id);
    status.gaps = store::gaps(database, id);
    status.members = store::member_counts(database, id);
    status.verdicts = store::joins_by_verdict(database, id);
    status.unsettled = store::unsettled_joins(database, id);
    status.standing = standing_of(status, store::settings(database, id).enabled, rhythm);
    return status;
}

}  // namespace invitectl::workflow
