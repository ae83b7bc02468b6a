// What the overview page is drawn from, held against counting by hand.
#include "invitectl/analytics/account_ages.hpp"
#include "invitectl/analytics/answer_quality.hpp"
#include "invitectl/analytics/growth.hpp"
#include "invitectl/analytics/join_calendar.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

namespace invitectl::analytics {
namespace {

using namespace std::chrono_literals;
using namespace testing;

class OverviewTest : public ::testing::Test {
  protected:
    void join(const WayIn& way,
              Verdict verdict,
              Duration after,
              std::optional<Duration> stayed = {}) {
        JoinEntry entry = came(way, verdict, kStart + after);
        columns_.add(stayed ? and_left(entry, *stayed) : entry, {});
    }
    Growth growth(Instant now) {
        GrowthBuilder builder(buckets_, now, names_);
        builder.add(columns_.view());
        return builder.finish();
    }

    Dictionaries names_ = dictionaries();
    JoinColumnVectors columns_;
    TimeBuckets buckets_ = buckets_over({kStart, kStart + 3 * kDay}, {});
};

using Counts = std::vector<std::int64_t>;

TEST_F(OverviewTest, growth_counts_each_join_in_one_source) {
    join(kByAbc, Verdict::proved, 1h);
    join(kByAbc, Verdict::likely, 25h);
    join(kByBcd, Verdict::proved, 26h);
    join(kByAbc, Verdict::open, 27h);
    join(kByOwnUrl, Verdict::proved, 49h);
    const Growth found = growth(kStart + 3 * kDay);
    EXPECT_EQ(found.joins, (Counts{1, 3, 1}));
    ASSERT_EQ(found.streams.size(), 4U);
    EXPECT_EQ(found.streams[0].key, (RowKey{RowKind::group, Denial::none, reddit}));
    EXPECT_EQ(found.streams[0].joins, (Counts{1, 1, 0}));
    Counts sums(3);
    for (const Growth::Stream& stream : found.streams) {
        for (std::size_t i = 0; i < sums.size(); ++i) {
            sums[i] += stream.joins[i];
        }
    }
    EXPECT_EQ(sums, found.joins);
}

TEST_F(OverviewTest, leaves_count_where_first_missed_and_not_after_now) {
    join(kByAbc, Verdict::proved, -30h, 40h);  // from before, leaves in the first bucket
    join(kByAbc, Verdict::proved, -30h, 10h);  // from before, gone before
    join(kByAbc, Verdict::proved, -30h);       // from before, there
    join(kByAbc, Verdict::proved, 1h, 30h);    // leaves in the second
    join(kByAbc, Verdict::proved, 2h, 60h);    // leaves after now
    const Growth found = growth(kStart + 2 * kDay);
    EXPECT_EQ(found.present_before, 2);
    EXPECT_EQ(found.joins, (Counts{2, 0, 0}));
    EXPECT_EQ(found.leaves, (Counts{1, 1, 0}));
}

TEST_F(OverviewTest, quality_adds_up_to_the_joins) {
    join(kByAbc, Verdict::proved, 1h);
    join(kByAbc, Verdict::open, 2h);
    join(kByAbc, Verdict::unknown, 49h);
    AnswerQualityBuilder builder(buckets_, kStart + 3 * kDay);
    builder.add(columns_.view());
    const std::vector<VerdictCounts> found = builder.finish();
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].of(Verdict::proved), 1);
    EXPECT_EQ(found[0].of(Verdict::open), 1);
    EXPECT_EQ(found[1].total(), 0);
    EXPECT_EQ(found[2].of(Verdict::unknown), 1);
}

// 2026-08-01 is a Saturday.
TEST_F(OverviewTest, the_calendar_is_one_of_local_time) {
    join(kByAbc, Verdict::proved, 23h + 30min);
    join(kByAbc, Verdict::proved, 24h);
    JoinCalendarBuilder builder({}, kStart + 3 * kDay, [](Instant) { return 1h; });
    builder.add(columns_.view());
    const JoinCalendar found = builder.finish();
    EXPECT_EQ(found.joins, 2);
    ASSERT_EQ(found.days.size(), 1U);
    EXPECT_EQ(day_text(found.days.begin()->first), "2026-08-02");
    EXPECT_EQ(found.hours[6][0], 1);
    EXPECT_EQ(found.hours[6][1], 1);
}

class Bursts : public OverviewTest {
  protected:
    std::vector<Burst> found() {
        AccountAgesBuilder builder({kStart, kStart + 3 * kDay}, {});
        builder.add(columns_.view());
        return builder.finish().bursts;
    }
};

TEST_F(Bursts, nine_in_five_minutes_are_none_and_ten_are_one) {
    for (int i = 0; i < 9; ++i) {
        join(kByAbc, Verdict::proved, i * 30s);
    }
    EXPECT_TRUE(found().empty());
    join(kByAbc, Verdict::proved, 5min);
    EXPECT_EQ(found(), (std::vector<Burst>{{kStart, kStart + 5min, abc, 10}}));
}

TEST_F(Bursts, need_one_code_and_five_minutes) {
    for (int i = 0; i < 9; ++i) {
        join(kByAbc, Verdict::proved, i * 30s);
        join(kByBcd, Verdict::proved, i * 30s);
    }
    join(kByAbc, Verdict::proved, 5min + 1s);
    EXPECT_TRUE(found().empty());
}

TEST_F(Bursts, that_touch_are_one) {
    for (int i = 0; i < 10; ++i) {
        join(kByAbc, Verdict::proved, i * 20s);
    }
    // Its neighbours before it are too far, together with those after it they are near enough.
    join(kByAbc, Verdict::proved, 7min);
    join(kByAbc, Verdict::proved, 7min + 1s);
    for (int i = 0; i < 8; ++i) {
        join(kByAbc, Verdict::proved, 7min + 2s + i * 1s);
    }
    const auto bursts = found();
    std::int64_t joins = 0;
    for (const Burst& burst : bursts) {
        joins += burst.joins;
    }
    EXPECT_EQ(joins, 20);
}

TEST_F(OverviewTest, ages_are_counted_by_the_account) {
    AccountAgesBuilder builder({kStart, kStart + 3 * kDay}, {});
    JoinEntry young = came(kByAbc, Verdict::proved, kStart + 1h);
    young.user = account_made_at(kStart);
    JoinEntry week = came(kByAbc, Verdict::proved, kStart + 2h);
    week.user = account_made_at(kStart - 6 * kDay);
    columns_.add(young, {});
    columns_.add(week, {});
    join(kByAbc, Verdict::proved, 3h);  // 500 days old
    builder.add(columns_.view());
    const AccountAges found = builder.finish();
    EXPECT_EQ(found.joins, 3);
    EXPECT_EQ(found.under_a_day, 1);
    EXPECT_EQ(found.under_a_week, 2);
    std::int64_t in_cells = 0;
    for (const AgeCell& cell : found.cells) {
        in_cells += cell.joins;
    }
    EXPECT_EQ(in_cells, 3);
}

TEST_F(OverviewTest, ages_fall_into_classes_and_say_who_was_removed) {
    AccountAgesBuilder builder({kStart, kStart + 3 * kDay}, {});
    const auto add = [&](Duration age, bool removed) {
        JoinEntry entry = came(kByAbc, Verdict::proved, kStart + 1h);
        entry.user = account_made_at(kStart + 1h - age);
        columns_.add(entry, {});
        if (removed) {
            builder.add(RemovedJoin{entry.user, entry.joined_at});
        }
    };
    add(1h - 1s, true);
    add(1h, false);
    add(24h - 1s, true);
    add(24h, false);
    add(30 * kDay, true);
    add(10'000 * kDay, false);
    builder.add(RemovedJoin{account_made_at(kStart), kStart - 1h});  // not in this time
    builder.add(columns_.view());
    const AccountAges found = builder.finish();
    Counts joins;
    Counts removed;
    for (const AgeClass& one : found.classes) {
        joins.push_back(one.joins);
        removed.push_back(one.removed);
    }
    EXPECT_EQ(joins, (Counts{1, 2, 1, 0, 1, 0, 1}));
    EXPECT_EQ(removed, (Counts{1, 1, 0, 0, 1, 0, 0}));
    EXPECT_EQ(found.removed, 3);
    std::int64_t in_cells = 0;
    for (const AgeCell& cell : found.cells) {
        EXPECT_LE(cell.removed, cell.joins);
        in_cells += cell.removed;
    }
    EXPECT_EQ(in_cells, 3);
}

}  // namespace
}  // namespace invitectl::analytics
