// How often sync runs, told from the runs themselves.
#include "invitectl/workflow/status.hpp"

#include <gtest/gtest.h>

namespace invitectl::workflow {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kStart = 1'785'542'400'000'000;

Instant at(Duration since) {
    return from_micros(kStart) + since;
}

// Newest first, as the store gives them.
std::vector<store::Run> runs_at(const std::vector<Duration>& times,
                                store::RunOutcome outcome = store::RunOutcome::ok) {
    std::vector<store::Run> runs;
    for (auto t = times.rbegin(); t != times.rend(); ++t) {
        store::Run run;
        run.command = "sync";
        run.began = at(*t);
        run.ended = run.began + 1s;
        run.outcome = outcome;
        runs.push_back(run);
    }
    return runs;
}

TEST(Rhythm, too_few_runs_tell_nothing) {
    EXPECT_FALSE(rhythm_of({}, at(0s)).last);
    const Rhythm two = rhythm_of(runs_at({0s, 5min}), at(24h));
    EXPECT_TRUE(two.last);
    EXPECT_FALSE(two.every);
    EXPECT_FALSE(two.late);
}

TEST(Rhythm, a_night_off_and_a_run_by_hand_do_not_move_it) {
    const Rhythm rhythm =
        rhythm_of(runs_at({0s, 5min, 10min, 15min, 15min + 20s, 8h, 8h + 5min}), at(8h + 6min));
    EXPECT_EQ(rhythm.every, 5min);
    EXPECT_EQ(rhythm.next, at(8h + 10min));
    EXPECT_FALSE(rhythm.late);
}

TEST(Rhythm, runs_by_hand_one_after_another_are_none) {
    const Rhythm rhythm = rhythm_of(runs_at({0s, 1s, 3s, 22s}), at(24h));
    EXPECT_FALSE(rhythm.every);
    EXPECT_FALSE(rhythm.late);
    EXPECT_EQ(rhythm_of(runs_at({0s, 20s, 40s}), at(41s)).every, 20s);
}

TEST(Rhythm, late_after_missed_runs_only) {
    const auto runs = runs_at({0s, 5min, 10min, 15min});
    EXPECT_FALSE(rhythm_of(runs, at(15min + 17min)).late);
    EXPECT_TRUE(rhythm_of(runs, at(15min + 17min + 1s)).late);
}

TEST(Rhythm, a_failed_run_is_the_last_and_no_success) {
    auto runs = runs_at({0s, 5min, 10min});
    runs.front().outcome = store::RunOutcome::failed;
    const Rhythm rhythm = rhythm_of(runs, at(11min));
    EXPECT_EQ(rhythm.last->began, at(10min));
    EXPECT_EQ(rhythm.last_ok->began, at(5min));
}

TEST(Rhythm, other_commands_are_no_syncs) {
    auto runs = runs_at({0s, 5min, 10min});
    runs.front().command = "snapshot take";
    EXPECT_EQ(rhythm_of(runs, at(11min)).last->began, at(5min));
}

}  // namespace
}  // namespace invitectl::workflow
