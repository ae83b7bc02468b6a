// Day-N retention: what a join counts for, cohorts, and a plain count on random histories.
#include "invitectl/analytics/retention.hpp"

#include "invitectl/base/time_text.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace invitectl::analytics {
namespace {

using namespace std::chrono_literals;
using namespace testing;

class RetentionTest : public ::testing::Test {
  protected:
    void join(const JoinEntry& entry, const std::vector<WeightedWay>& candidates = {}) {
        columns_.add(entry, candidates);
    }
    Retention retention() {
        RetentionBuilder builder(rules_, names_);
        builder.add(columns_.view(builder.wants(columns_.bounds)));
        return builder.finish();
    }
    // "kept/lost/unsure" of each day of the row, with "+" where it is unfinished.
    static std::string text(const RetentionRow& row) {
        std::string all;
        for (const Retained& at : row.at) {
            all += (all.empty() ? "" : " ") + std::to_string(std::lround(at.kept)) + "/" +
                   std::to_string(std::lround(at.lost)) + "/" +
                   std::to_string(std::lround(at.unsure)) + (at.finished ? "" : "+");
        }
        return all;
    }

    Dictionaries names_ = dictionaries();
    JoinColumnVectors columns_;
    RetentionRules rules_{.axis = {},
                          .cohort = {},
                          .days = {1, 7},
                          .window = {},
                          .now = kStart + 30 * kDay,
                          .zone = {}};
};

TEST_F(RetentionTest, day_n_is_so_many_times_24_hours_after_the_join) {
    join(and_left(came(kByAbc, Verdict::proved), kDay - Duration{1}));
    join(and_left(came(kByAbc, Verdict::proved), kDay));
    join(and_left(came(kByAbc, Verdict::proved), 7 * kDay - Duration{1}));
    join(came(kByAbc, Verdict::proved));
    EXPECT_EQ(text(retention().rows.at(0)), "3/1/0 1/3/0");
}

TEST_F(RetentionTest, who_has_not_come_to_day_n_yet_is_no_loss_and_no_keep) {
    rules_.now = kStart + 7 * kDay;
    join(came(kByAbc, Verdict::proved));
    join(came(kByAbc, Verdict::proved, kStart + 1s));
    join(and_left(came(kByAbc, Verdict::proved, kStart + 2 * kDay), 1h));
    EXPECT_EQ(text(retention().rows.at(0)), "2/1/0 1/0/0+");
}

TEST_F(RetentionTest, a_leave_across_day_n_is_unsure) {
    JoinEntry vague = came(kByAbc, Verdict::proved);
    vague.leave = Leave{kStart + 6 * kDay, kStart + 8 * kDay};
    join(vague);
    EXPECT_EQ(text(retention().rows.at(0)), "1/0/0 0/0/1");
    EXPECT_FALSE(retention().rows.at(0).at.at(1).share());
}

TEST_F(RetentionTest, what_happens_after_now_has_not_happened) {
    rules_.now = kStart + 2 * kDay;
    join(and_left(came(kByAbc, Verdict::proved), 3 * kDay));
    join(came(kByAbc, Verdict::proved, kStart + 3 * kDay));
    EXPECT_EQ(text(retention().rows.at(0)), "1/0/0 0/0/0+");
}

TEST_F(RetentionTest, cohorts_end_unfinished_until_their_last_join_could_have_reached_day_n) {
    // 2026-08-01 is a Saturday.
    rules_.cohort = Cohort::week;
    rules_.now = kStart + 10 * kDay;
    join(came(kByAbc, Verdict::proved));
    join(and_left(came(kByAbc, Verdict::proved, kStart + 1 * kDay), 1h));
    join(came(kByAbc, Verdict::proved, kStart + 2 * kDay));
    const Retention result = retention();
    ASSERT_EQ(result.rows.size(), 2U);
    EXPECT_EQ(week_text(*result.rows[0].cohort), "2026-W31");
    EXPECT_EQ(text(result.rows[0]), "1/1/0 1/1/0");
    EXPECT_EQ(week_text(*result.rows[1].cohort), "2026-W32");
    EXPECT_EQ(text(result.rows[1]), "1/0/0 1/0/0+") << "Sunday is day 8, its day 7 is still ahead";
}

TEST_F(RetentionTest, months_begin_at_local_midnight) {
    rules_.cohort = Cohort::month;
    rules_.zone = [](Instant) { return std::chrono::seconds{-3600}; };
    join(came(kByAbc, Verdict::proved, kStart + 59min));
    join(came(kByAbc, Verdict::proved, kStart + 60min));
    const Retention result = retention();
    ASSERT_EQ(result.rows.size(), 2U);
    EXPECT_EQ(cohort_text(*result.rows[0].cohort, Cohort::month), "2026-07");
    EXPECT_EQ(cohort_text(*result.rows[1].cohort, Cohort::month), "2026-08");
}

TEST_F(RetentionTest, open_joins_count_for_each_candidate_by_its_probability) {
    rules_.axis = Axis::inviter;
    join(came(kByAbc, Verdict::proved));
    join(and_left(came(kByAbc, Verdict::open), kDay / 2), {{kByAbc, 0.25}, {kByBcd, 0.75}});
    join(came(kByAbc, Verdict::unknown));
    const Retention result = retention();
    ASSERT_EQ(result.rows.size(), 3U);
    EXPECT_DOUBLE_EQ(result.rows[0].joins, 1.25);
    EXPECT_DOUBLE_EQ(result.rows[0].at[0].kept, 1);
    EXPECT_DOUBLE_EQ(result.rows[0].at[0].lost, 0.25);
    EXPECT_DOUBLE_EQ(result.rows[1].at[0].lost, 0.75);
    EXPECT_EQ(result.rows[2].key.kind, RowKind::open);
    EXPECT_DOUBLE_EQ(result.joins, 3);
}

// Each join by itself, from its exact times.
TEST_F(RetentionTest, a_thousand_random_histories_count_alike) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto pick = [&random](int n) {
        return std::uniform_int_distribution<int>(0, n - 1)(random);
    };
    for (int round = 0; round < 1000 && !HasFailure(); ++round) {
        columns_.clear();
        rules_.days = {1 + pick(3), 5 + pick(3)};
        rules_.now = kStart + 6h * pick(60);
        rules_.window = {kStart + 6h * pick(10), kStart + 6h * (20 + pick(40))};
        std::vector<JoinEntry> joins;
        for (int i = pick(30); i > 0; --i) {
            joins.push_back(came(kByAbc, Verdict::proved, kStart + 6h * pick(60)));
            if (pick(2) == 0) {
                const Instant earliest = joins.back().joined_at + 6h * pick(50);
                joins.back().leave = Leave{earliest, earliest + 6h * pick(8)};
            }
            join(joins.back());
        }
        std::vector<std::array<int, 3>> plain(2);
        int counted = 0;
        for (const JoinEntry& one : joins) {
            if (!rules_.window.contains(one.joined_at) || one.joined_at > rules_.now) {
                continue;
            }
            ++counted;
            for (std::size_t d = 0; d < 2; ++d) {
                const Instant day_n = one.joined_at + rules_.days[d] * kDay;
                if (day_n > rules_.now) {
                    continue;
                }
                // Gone by day N for certain; there until day N for certain.
                const bool lost = one.leave && one.leave->latest < day_n;
                const bool kept =
                    !one.leave || (one.leave->exact() ? one.leave->earliest >= day_n
                                                      : one.leave->earliest + Duration{1} >= day_n);
                ++plain[d].at(kept ? 0 : lost ? 1 : 2);
            }
        }
        const Retention result = retention();
        ASSERT_DOUBLE_EQ(result.joins, counted);
        for (std::size_t d = 0; d < 2 && counted > 0; ++d) {
            const Retained& at = result.rows.at(0).at[d];
            ASSERT_EQ((std::array<int, 3>{static_cast<int>(at.kept),
                                          static_cast<int>(at.lost),
                                          static_cast<int>(at.unsure)}),
                      plain[d])
                << "round " << round;
        }
    }
}

}  // namespace
}  // namespace invitectl::analytics
