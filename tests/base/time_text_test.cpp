#include "invitectl/base/time_text.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace invitectl {
namespace {

using namespace std::chrono_literals;

Instant at(std::int64_t seconds, std::int64_t micros = 0) {
    return from_micros(seconds * 1'000'000 + micros);
}

TEST(Rfc3339, reads_what_discord_writes) {
    EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), at(0));
    EXPECT_EQ(parse_rfc3339("2026-08-01T12:00:00+00:00"), at(1'785'585'600));
    EXPECT_EQ(parse_rfc3339("2026-08-01T12:00:00.123456+00:00"), at(1'785'585'600, 123'456));
    EXPECT_EQ(parse_rfc3339("2026-08-01T14:00:00+02:00"), at(1'785'585'600));
    EXPECT_EQ(parse_rfc3339("2026-08-01T12:00:00.1Z"), at(1'785'585'600, 100'000));
    EXPECT_EQ(parse_rfc3339("2026-08-01T12:00:00.123456789Z"), at(1'785'585'600, 123'456));
    EXPECT_EQ(parse_rfc3339("2028-02-29T00:00:00Z"), at(1'835'395'200));
}

TEST(Rfc3339, refuses_what_is_no_time) {
    for (const auto* text : {"",
                             "2026-08-01",
                             "2026-02-29T00:00:00Z",
                             "2026-13-01T00:00:00Z",
                             "2026-08-01T24:00:00Z",
                             "2026-08-01T12:00:00",
                             "2026-08-01T12:00:00.Z",
                             "2026-08-01T12:00:00Zx",
                             "2026-08-01T12:00:00.0123456789Z",
                             "2026-08-01T12:00:00+0200",
                             "+026-08-01T12:00:00Z"}) {
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
    }
}

TEST(Rfc3339, writes_what_it_reads) {
    EXPECT_EQ(format_rfc3339(at(1'785'585'600)), "2026-08-01T12:00:00Z");
    EXPECT_EQ(format_rfc3339(at(1'785'585'600, 5)), "2026-08-01T12:00:00.000005Z");
    const auto seed =
        static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 10'000; ++i) {
        const Instant t = from_micros(static_cast<std::int64_t>(random() % 4'000'000'000'000'000));
        ASSERT_EQ(parse_rfc3339(format_rfc3339(t)), t) << format_rfc3339(t);
    }
}

TEST(HttpDate, round_trip) {
    EXPECT_EQ(parse_http_date("Sat, 01 Aug 2026 12:00:00 GMT"), at(1'785'585'600));
    EXPECT_EQ(format_http_date(at(1'785'585'600)), "Sat, 01 Aug 2026 12:00:00 GMT");
    for (const auto* text : {"",
                             "Sat",
                             "Sat, 01 Aug 2026 12:00:00",
                             "Sat, 01 Foo 2026 12:00:00 GMT",
                             "Sat, 31 Feb 2026 12:00:00 GMT",
                             "Sat, 01 Aug 2026 12:00:00 GMT "}) {
        EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
    }
}

TEST(Durations, are_read) {
    EXPECT_EQ(parse_duration("90s"), 90s);
    EXPECT_EQ(parse_duration("5m"), 5min);
    EXPECT_EQ(parse_duration("36h"), 36h);
    EXPECT_EQ(parse_duration("7d"), 7 * 24h);
    EXPECT_EQ(parse_duration("2w"), 14 * 24h);
    EXPECT_EQ(parse_duration("1.5h"), 90min);
    EXPECT_EQ(parse_duration("0.25d"), 6h);
    for (const auto* text : {"",
                             "7",
                             "d",
                             "1.h",
                             ".5h",
                             "1.5",
                             "1.5.5h",
                             "1,5h",
                             "-7d",
                             "7 d",
                             "7dd",
                             "7D",
                             "99999999999999999999s",
                             "9999999999999999w"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

TEST(Relative, says_how_long_ago_in_one_unit) {
    const Instant now = at(1'785'585'600);
    EXPECT_EQ(format_relative(now, now), "0s ago");
    EXPECT_EQ(format_relative(now - 59s, now), "59s ago");
    EXPECT_EQ(format_relative(now - 90min, now), "1h ago");
    EXPECT_EQ(format_relative(now - 29 * 24h, now), "29d ago");
    EXPECT_EQ(format_relative(now - 30 * 24h, now), "");
    EXPECT_EQ(format_relative(now + 5min, now), "in 5m");
    EXPECT_EQ(format_relative(now + 40 * 24h, now), "");
}

TEST(Durations, are_written_with_at_most_two_units) {
    EXPECT_EQ(format_duration(0s), "0s");
    EXPECT_EQ(format_duration(45s), "45s");
    EXPECT_EQ(format_duration(90min), "1h 30m");
    EXPECT_EQ(format_duration(7 * 24h), "7d");
    EXPECT_EQ(format_duration(24h + 5min), "1d");
    EXPECT_EQ(format_duration(-90s), "-1m 30s");
}

TEST(Compact, is_utc_to_the_second) {
    EXPECT_EQ(format_compact(at(1'785'585'605, 999'999)), "2026-08-01 12:00:05");
    EXPECT_EQ(format_compact(at(-1)), "1969-12-31 23:59:59");
}

}  // namespace
}  // namespace invitectl
