// Local days, ISO weeks, and the buckets of a picture.
#include "invitectl/analytics/dates.hpp"

#include "invitectl/analytics/bucket_reader.hpp"
#include "invitectl/base/time_text.hpp"

#include <gtest/gtest.h>

namespace invitectl::analytics {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) {
    return *parse_rfc3339(text);
}

TEST(Buckets, are_days_where_the_stretch_is_short) {
    const TimeBuckets buckets =
        buckets_over({at("2026-08-01T10:00:00Z"), at("2026-08-03T00:00:00Z")}, {});
    EXPECT_FALSE(buckets.weeks);
    EXPECT_EQ(buckets.labels, (std::vector<std::string>{"2026-08-01", "2026-08-02"}));
    EXPECT_EQ(buckets.starts.front(), at("2026-08-01T10:00:00Z"));
    EXPECT_EQ(buckets.starts.back(), at("2026-08-02T00:00:00Z"));
    EXPECT_EQ(buckets.until, at("2026-08-03T00:00:00Z"));
}

TEST(Buckets, are_weeks_from_120_days_on) {
    const Instant start = at("2026-01-01T00:00:00Z");
    EXPECT_FALSE(buckets_over({start, start + std::chrono::days{120}}, {}).weeks);
    const TimeBuckets weeks = buckets_over({start, start + std::chrono::days{120} + 1s}, {});
    EXPECT_TRUE(weeks.weeks);
    EXPECT_EQ(weeks.labels.front(), "2026-W01");
    EXPECT_EQ(weeks.starts.at(1), at("2026-01-05T00:00:00Z"));
}

TEST(Buckets, of_an_empty_stretch_are_none) {
    const Instant t = at("2026-01-01T00:00:00Z");
    EXPECT_EQ(buckets_over({t, t}, {}).size(), 0U);
}

// Berlin, 2026-10-25: the local day has 25 hours.
TEST(Buckets, follow_the_clocks) {
    const Instant change = at("2026-10-25T01:00:00Z");
    const ZoneOffset zone = [change](Instant t) { return t < change ? 2h : 1h; };
    const TimeBuckets buckets =
        buckets_over({at("2026-10-24T22:00:00Z"), at("2026-10-27T00:00:00Z")}, zone);
    ASSERT_EQ(buckets.labels, (std::vector<std::string>{"2026-10-25", "2026-10-26", "2026-10-27"}));
    EXPECT_EQ(buckets.starts.at(1) - buckets.starts.at(0), 25h);
}

TEST(Buckets, say_where_an_instant_lies) {
    const Instant start = at("2026-08-01T00:00:00Z");
    const TimeBuckets buckets = buckets_over({start, start + 48h}, {});
    EXPECT_EQ(buckets.of(start - 1us), 2U);
    EXPECT_EQ(buckets.of(start), 0U);
    EXPECT_EQ(buckets.of(start + 24h), 1U);
    EXPECT_EQ(buckets.of(start + 48h), 2U);
    EXPECT_DOUBLE_EQ(buckets.position(start - 1h), 0);
    EXPECT_DOUBLE_EQ(buckets.position(start + 36h), 1.5);
    EXPECT_DOUBLE_EQ(buckets.position(start + 72h), 2);
}

// Read off columns it is the same, in whatever order joins come.
TEST(Buckets, are_read_off_columns_alike) {
    const Instant start = at("2026-08-01T00:00:00Z");
    const TimeBuckets buckets = buckets_over({start, start + 10 * 24h}, {});
    BucketReader reader(buckets, start + 7 * 24h);
    for (const int hours : {5, 100, 3, -1, 23, 24, 167, 168, 169, 240, 0}) {
        const Instant t = start + std::chrono::hours{hours};
        const std::size_t expected = hours > 168 ? buckets.size() : buckets.of(t);
        EXPECT_EQ(reader.of(tick_of(t)), expected) << hours;
    }
}

}  // namespace
}  // namespace invitectl::analytics
