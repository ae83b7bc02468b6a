// Random guilds with the truth known: proofs are right, totals are exact, slices give what the
// whole gives.
#include "invitectl/base/error.hpp"
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/reconcile/invariants.hpp"

#include "tests/reconcile/campaign.hpp"
#include "tests/reconcile/random_guild.hpp"
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace invitectl::reconcile {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr ReservedSources kReserved{1, 2, 3};

AssignmentTimeline some_assignments() {
    AssignmentTimeline timeline;
    for (int i = 0; i < 400; i += 3) {
        timeline.add({code("c" + std::to_string(i)), 10 + i % 4, {}});
    }
    return timeline;
}

struct Setting {
    GuildHabits habits;
    Calibration calibration;
};

Setting random_setting(std::mt19937_64& random) {
    const auto below = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
    Setting setting;
    const double rates[] = {1, 5, 20, 60};
    setting.habits.joins_per_hour = rates[below(4)];
    setting.habits.period = seconds{60 * (1 + below(10))};
    setting.habits.lag_mean = milliseconds{200 + 400 * below(3)};
    setting.habits.vanity = below(3) != 0;
    setting.habits.evidence = below(3) == 0;
    setting.habits.unlogged_deletions = below(4) == 0 ? 0.3 : 0;
    setting.calibration.closed = below(2) == 0;
    setting.calibration.no_ghosts = below(3) == 0;
    setting.habits.no_invite = setting.calibration.closed ? 0 : 0.05;
    setting.habits.bounce = setting.calibration.no_ghosts ? 0 : 0.15;
    setting.habits.vanity_falls = below(4) == 0 ? 0.02 : 0;
    if (below(4) == 0) {  // wider than the polls are apart
        setting.calibration.lag_bound = seconds{20 << below(4)};
        setting.calibration.clock_bound = setting.calibration.lag_bound / 2;
    }
    return setting;
}

// With the reason in the message where a promise is broken.
Result worked_out(const History& history, const AssignmentTimeline& timeline) {
    try {
        return reconcile(history, timeline, kReserved);
    } catch (const Error& error) {
        ADD_FAILURE() << error.what() << ": " << error.why();
        throw;
    }
}

Candidate::Kind kind_of(const TrueEntry& entry) {
    if (entry.bot) {
        return Candidate::Kind::bot;
    }
    if (!entry.code) {
        return Candidate::Kind::none;
    }
    return entry.vanity ? Candidate::Kind::vanity : Candidate::Kind::invite;
}

struct Tally {
    int joins = 0;
    int settled = 0;
    int proved = 0;
    int wrong = 0;
    int impossible = 0;  // settled joins whose truth is not among the candidates
};

void judge(const Attribution& answer,
           const TrueEntry& entry,
           const AssignmentTimeline& timeline,
           Tally& tally) {
    ++tally.joins;
    tally.settled += answer.settled ? 1 : 0;
    const auto proves = [](const LevelAnswer& level) { return level.verdict == Verdict::proved; };
    if (proves(answer.code)) {
        ++tally.proved;
        tally.wrong += answer.by != kind_of(entry) || answer.code_value != entry.code ? 1 : 0;
    }
    if (proves(answer.inviter) && !entry.bot) {
        tally.wrong += answer.inviter_value != entry.inviter ? 1 : 0;
    }
    if (proves(answer.source)) {
        const Candidate real{kind_of(entry), entry.code, entry.inviter, {}, 1};
        tally.wrong += answer.source_value != source_of(real, Instant::max(), timeline, kReserved);
    }
    const bool claims = answer.settled && parse_reason(answer.reason) == Reason::several_ways;
    const bool there =
        std::any_of(answer.candidates.begin(), answer.candidates.end(), [&](const Candidate& way) {
            return way.kind == kind_of(entry) && way.code == entry.code;
        });
    tally.impossible += claims && !there ? 1 : 0;
}

TEST(Soundness, nothing_proved_is_wrong) {
    const std::uint64_t seed = campaign_seed();
    std::mt19937_64 random(seed);
    const AssignmentTimeline timeline = some_assignments();
    Tally tally;
    std::size_t inconsistent = 0;
    for (int round = 0; round < rounds(40); ++round) {
        const Setting setting = random_setting(random);
        RandomGuild guild(random(), setting.habits);
        guild.recorder.facts.calibrations = {setting.calibration};
        const Instant end = guild.now() + hours{24};
        while (guild.now() < end) {
            guild.poll();
        }
        const Result result = worked_out(guild.recorder.whole(), timeline);
        inconsistent += result.inconsistencies.size();
        for (const Attribution& answer : result.attributions) {
            judge(answer, guild.truth.at(answer.join), timeline, tally);
        }
    }
    EXPECT_EQ(tally.wrong, 0);
    EXPECT_EQ(tally.impossible, 0);
    EXPECT_EQ(inconsistent, 0U);
    // The campaign must have met what it is for.
    EXPECT_GT(tally.proved, tally.joins / 200);
    EXPECT_GT(tally.settled, tally.joins / 2);
}

void expect_equal(const Attribution& stored, const Attribution& whole) {
    EXPECT_EQ(stored, whole) << "join " << whole.join << " " << stored.reason << " "
                             << whole.reason;
}

TEST(Slices, give_exactly_what_the_whole_gives) {
    const std::uint64_t seed = campaign_seed();
    std::mt19937_64 random(seed);
    const AssignmentTimeline timeline = some_assignments();
    std::size_t settled = 0;
    for (int round = 0; round < rounds(12); ++round) {
        const Setting setting = random_setting(random);
        RandomGuild guild(random(), setting.habits);
        Recorder& recorder = guild.recorder;
        recorder.facts.calibrations = {setting.calibration};
        for (int polls = 0; polls < 120; ++polls) {
            guild.poll();
            if (random() % 4 != 0) {
                continue;
            }
            const Result rest = recorder.reconcile_rest(timeline, kReserved);
            const Result whole = worked_out(recorder.whole(), timeline);
            std::map<JoinId, const Attribution*> fresh;
            for (const Attribution& answer : rest.attributions) {
                fresh[answer.join] = &answer;
            }
            ASSERT_EQ(whole.attributions.size(), recorder.facts.arrivals.size());
            for (const Attribution& answer : whole.attributions) {
                const auto stored = recorder.answers.find(answer.join);
                ASSERT_TRUE(stored != recorder.answers.end() || fresh.contains(answer.join));
                expect_equal(
                    stored != recorder.answers.end() ? stored->second : *fresh.at(answer.join),
                    answer);
            }
            std::map<DemandKey, const DemandOutcome*> pending;
            for (const DemandOutcome& outcome : rest.demands) {
                pending[outcome.demand.key] = &outcome;
            }
            for (const DemandOutcome& outcome : whole.demands) {
                const auto stored = recorder.outcomes.find(outcome.demand.key);
                const bool known = stored != recorder.outcomes.end();
                ASSERT_TRUE(known || pending.contains(outcome.demand.key));
                const DemandOutcome& kept = known ? stored->second : *pending[outcome.demand.key];
                EXPECT_EQ(kept.attributed, outcome.attributed);
                EXPECT_EQ(kept.ghosts, outcome.ghosts);
                EXPECT_EQ(kept.settled, outcome.settled);
            }
            ASSERT_FALSE(HasFailure()) << "round " << round << ", poll " << polls;
        }
        settled += recorder.answers.size();
    }
    EXPECT_GT(settled, 100U);
}

TEST(Totals, uses_of_every_code_equal_its_counter) {
    GuildHabits habits;
    habits.joins_per_hour = 30;
    RandomGuild guild(11, habits);
    for (int polls = 0; polls < 200; ++polls) {
        guild.poll();
    }
    const Result result = reconcile(guild.recorder.whole(), {}, kReserved);
    std::map<InviteCode, double> exact;
    std::map<InviteCode, double> found;
    for (const DemandOutcome& outcome : result.demands) {
        if (outcome.demand.exact()) {
            exact[outcome.demand.key.code] += static_cast<double>(outcome.demand.at_least);
            found[outcome.demand.key.code] += outcome.attributed + outcome.ghosts;
        }
    }
    for (const auto& [code, uses] : exact) {
        EXPECT_NEAR(found[code], uses, 1e-6);
        EXPECT_LE(uses, static_cast<double>(guild.uses[code]) + 1e-6);
    }
    EXPECT_GT(exact.size(), 10U);
}

}  // namespace
}  // namespace invitectl::reconcile
