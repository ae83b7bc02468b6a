// Joins by day, week, hour and weekday, in UTC and where clocks change.
#include "invitectl/analytics/stats.hpp"

#include "invitectl/base/time_text.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

#include <random>

namespace invitectl::analytics {
namespace {

using namespace std::chrono_literals;
using namespace testing;

Instant at(std::string_view text) {
    return *parse_rfc3339(text);
}

class StatsTest : public ::testing::Test {
  protected:
    void join(std::string_view when) { columns_.add(came(kByAbc, Verdict::proved, at(when)), {}); }

    // "2026-08-01=2 2026-08-02=0"
    std::string counts(Bucket bucket) {
        rules_.bucket = bucket;
        StatsBuilder builder(rules_);
        builder.add(columns_.view());
        std::string text;
        for (const StatsRow& row : builder.finish()) {
            text += (text.empty() ? "" : " ") + row.bucket + "=" + std::to_string(row.tally.joins);
        }
        return text;
    }

    StatsRules rules_{
        Bucket::day, {}, at("2026-08-04T12:00:00Z"), {600s, std::chrono::days{7}}, {}};
    JoinColumnVectors columns_;
};

TEST_F(StatsTest, days_without_joins_are_there) {
    join("2026-08-01T00:00:00Z");
    join("2026-08-01T23:59:59.999999Z");
    join("2026-08-03T00:00:00Z");
    EXPECT_EQ(counts(Bucket::day), "2026-08-01=2 2026-08-02=0 2026-08-03=1 2026-08-04=0");
}

TEST_F(StatsTest, a_window_sets_the_first_and_the_last_day) {
    join("2026-07-31T10:00:00Z");
    join("2026-08-02T10:00:00Z");
    join("2026-08-03T00:00:00Z");
    rules_.window = {at("2026-08-01T00:00:00Z"), at("2026-08-03T00:00:00Z")};
    EXPECT_EQ(counts(Bucket::day), "2026-08-01=0 2026-08-02=1");
}

TEST_F(StatsTest, nothing_gives_nothing_without_a_window) {
    EXPECT_EQ(counts(Bucket::day), "");
}

TEST_F(StatsTest, joins_after_now_are_left_out) {
    join("2026-08-04T12:00:00Z");
    join("2026-08-04T12:00:00.000001Z");
    EXPECT_EQ(counts(Bucket::day), "2026-08-04=1");
}

// 2026-01-01 is a Thursday and begins week 1; 2027-01-01 is a Friday and belongs to week 53 of
// 2026.
TEST_F(StatsTest, weeks_are_those_of_iso_8601) {
    rules_.now = at("2027-01-05T00:00:00Z");
    rules_.window.from = at("2026-12-27T23:00:00Z");
    join("2026-12-28T00:00:00Z");
    join("2027-01-03T23:59:59Z");
    join("2027-01-04T00:00:00Z");
    EXPECT_EQ(counts(Bucket::week), "2026-W52=0 2026-W53=2 2027-W01=1");
    rules_.now = at("2026-01-02T00:00:00Z");
    rules_.window.from = at("2025-12-28T12:00:00Z");
    EXPECT_EQ(counts(Bucket::week), "2025-W52=0 2026-W01=0");
}

TEST_F(StatsTest, hours_of_the_day_and_weekdays_are_always_all_there) {
    join("2026-08-01T05:00:00Z");  // a Saturday
    join("2026-08-02T05:59:59Z");
    join("2026-08-03T06:00:00Z");
    EXPECT_EQ(counts(Bucket::hour),
              "00=0 01=0 02=0 03=0 04=0 05=2 06=1 07=0 08=0 09=0 10=0 11=0 12=0 13=0 14=0 15=0 "
              "16=0 17=0 18=0 19=0 20=0 21=0 22=0 23=0");
    EXPECT_EQ(counts(Bucket::weekday),
              "Monday=1 Tuesday=0 Wednesday=0 Thursday=0 Friday=0 Saturday=1 Sunday=1");
}

// Berlin, 2026-10-25: at 01:00 UTC clocks go from +2 to +1, so the local day has 25 hours.
TEST_F(StatsTest, a_day_where_clocks_change_has_25_hours) {
    const Instant change = at("2026-10-25T01:00:00Z");
    rules_.zone = [change](Instant t) { return t < change ? 2h : 1h; };
    rules_.now = at("2026-10-26T12:00:00Z");
    for (int hour = 0; hour < 27; ++hour) {
        columns_.add(
            came(kByAbc, Verdict::proved, at("2026-10-24T21:30:00Z") + std::chrono::hours{hour}),
            {});
    }
    EXPECT_EQ(counts(Bucket::day), "2026-10-24=1 2026-10-25=25 2026-10-26=1");
}

TEST_F(StatsTest, outcomes_are_counted_too) {
    columns_.add(and_left(came(kByAbc, Verdict::proved, at("2026-08-01T00:00:00Z")), 600s), {});
    columns_.add(and_left(came(kByAbc, Verdict::open, at("2026-08-01T00:00:00Z")), 601s), {});
    StatsBuilder builder(rules_);
    builder.add(columns_.view());
    const Tally tally = builder.finish().front().tally;
    EXPECT_EQ(tally.joins, 2);
    EXPECT_EQ(tally.of(Outcome::fake), 1);
    EXPECT_EQ(tally.of(Outcome::left), 1);
}

TEST_F(StatsTest, buckets_of_random_histories_add_up_to_the_joins) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto pick = [&random](int n) {
        return std::uniform_int_distribution<int>(0, n - 1)(random);
    };
    for (int round = 0; round < 1000 && !HasFailure(); ++round) {
        columns_.clear();
        rules_.window = {kStart + std::chrono::hours{pick(100)},
                         kStart + std::chrono::hours{200 + pick(800)}};
        rules_.now = kStart + std::chrono::hours{pick(1000)};
        rules_.zone = [offset = std::chrono::minutes{15 * (pick(96) - 48)}](Instant) {
            return offset;
        };
        std::int64_t counted = 0;
        for (int i = pick(40); i > 0; --i) {
            const Instant t = kStart + std::chrono::minutes{pick(60'000)};
            columns_.add(came(kByAbc, Verdict::proved, t), {});
            counted += rules_.window.contains(t) && t <= rules_.now ? 1 : 0;
        }
        for (const Bucket bucket : {Bucket::day, Bucket::week, Bucket::hour, Bucket::weekday}) {
            rules_.bucket = bucket;
            StatsBuilder builder(rules_);
            builder.add(columns_.view(builder.wants(columns_.bounds)));
            std::int64_t sum = 0;
            for (const StatsRow& row : builder.finish()) {
                sum += row.tally.joins;
            }
            EXPECT_EQ(sum, counted) << to_text(bucket);
        }
    }
}

TEST(StatsWords, go_both_ways) {
    for (const Bucket bucket : {Bucket::day, Bucket::week, Bucket::hour, Bucket::weekday}) {
        EXPECT_EQ(parse_bucket(to_text(bucket)), bucket);
    }
    EXPECT_FALSE(parse_bucket("month"));
}

}  // namespace
}  // namespace invitectl::analytics
