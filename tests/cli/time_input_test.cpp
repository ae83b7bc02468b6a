// Times as people type them, in UTC and where clocks change.
#include "invitectl/cli/time_input.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace invitectl::cli {
namespace {

// A Wednesday.
const Instant kNow = *parse_rfc3339("2026-08-26T15:30:45.5Z");

std::string at(std::string_view text, const std::string& zone = "UTC", Instant now = kNow) {
    return format_rfc3339(parse_time(text, now, zone));
}

void expect_refused(std::string_view text) {
    try {
        parse_time(text, kNow, "UTC");
        ADD_FAILURE() << text << " was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::bad_value);
    }
}

TEST(TimeInput, so_long_ago) {
    EXPECT_EQ(at("7d"), "2026-08-19T15:30:45.500000Z");
    EXPECT_EQ(at("36h"), "2026-08-25T03:30:45.500000Z");
    EXPECT_EQ(at("1.5h"), "2026-08-26T14:00:45.500000Z");
    EXPECT_EQ(at("1.5d"), "2026-08-25T03:30:45.500000Z");
    EXPECT_EQ(at("90m"), "2026-08-26T14:00:45.500000Z");
    EXPECT_EQ(at("10s"), "2026-08-26T15:30:35.500000Z");
    EXPECT_EQ(at("2w"), "2026-08-12T15:30:45.500000Z");
    EXPECT_EQ(at("3mo"), "2026-05-26T15:30:45.500000Z");
    EXPECT_EQ(at("1y"), "2025-08-26T15:30:45.500000Z");
    EXPECT_EQ(at("0d"), "2026-08-26T15:30:45.500000Z");
}

TEST(TimeInput, months_end_where_they_end) {
    const Instant may31 = *parse_rfc3339("2026-05-31T12:00:00Z");
    EXPECT_EQ(at("3mo", "UTC", may31), "2026-02-28T12:00:00Z");
    EXPECT_EQ(at("1mo", "UTC", may31), "2026-04-30T12:00:00Z");
    const Instant leap = *parse_rfc3339("2028-02-29T12:00:00Z");
    EXPECT_EQ(at("1y", "UTC", leap), "2027-02-28T12:00:00Z");
    EXPECT_EQ(at("4y", "UTC", leap), "2024-02-29T12:00:00Z");
}

TEST(TimeInput, dates_and_names) {
    EXPECT_EQ(at("2026-08-01"), "2026-08-01T00:00:00Z");
    EXPECT_EQ(at("2026-08-01T14:00:00+02:00"), "2026-08-01T12:00:00Z");
    EXPECT_EQ(at("now"), "2026-08-26T15:30:45.500000Z");
    EXPECT_EQ(at("today"), "2026-08-26T00:00:00Z");
    EXPECT_EQ(at("yesterday"), "2026-08-25T00:00:00Z");
    EXPECT_EQ(at("monday"), "2026-08-24T00:00:00Z");
    EXPECT_EQ(at("Wednesday"), "2026-08-26T00:00:00Z");  // today counts
    EXPECT_EQ(at("thursday"), "2026-08-20T00:00:00Z");
    EXPECT_EQ(at("sunday"), "2026-08-23T00:00:00Z");
}

TEST(TimeInput, ids_carry_their_time) {
    EXPECT_EQ(at("175928847299117063"), "2016-04-30T11:18:25.796000Z");
}

TEST(TimeInput, what_is_no_time_is_refused) {
    for (const auto* text : {"",
                             " ",
                             "7",
                             "d",
                             "-7d",
                             "7 d",
                             "7D",
                             "7dd",
                             "2026",
                             "2026-8-1",
                             "2026-02-30",
                             "2026-13-01",
                             "2026-08-01T12:00",
                             "someday",
                             "tomorrow",
                             "2026-08-01 ",
                             "999999999d",
                             "99999999999999999999y",
                             "9223372036854775807mo",
                             "9223372036854775807h",
                             "12345678901234",
                             "\xff",
                             "1001y",
                             "-001-01-01"}) {
        expect_refused(text);
    }
}

TEST(TimeInput, days_are_those_of_the_zone) {
    EXPECT_EQ(at("today", "Europe/Berlin"), "2026-08-25T22:00:00Z");
    EXPECT_EQ(at("2026-01-15", "Europe/Berlin"), "2026-01-14T23:00:00Z");
    EXPECT_EQ(at("today", "America/New_York"), "2026-08-26T04:00:00Z");
    const Instant late = *parse_rfc3339("2026-08-26T23:30:00Z");
    EXPECT_EQ(at("today", "Asia/Tokyo", late), "2026-08-26T15:00:00Z");  // the 27th there
}

// The Sunday on which clocks change, in three zones: from midnight to midnight.
TEST(TimeInput, days_have_23_or_25_hours_where_clocks_change) {
    using namespace std::chrono_literals;
    const auto length = [](std::string_view day, std::string_view next, const std::string& zone) {
        return parse_time(next, kNow, zone) - parse_time(day, kNow, zone);
    };
    EXPECT_EQ(length("2026-03-29", "2026-03-30", "Europe/Berlin"), 23h);
    EXPECT_EQ(length("2026-10-25", "2026-10-26", "Europe/Berlin"), 25h);
    EXPECT_EQ(length("2026-03-08", "2026-03-09", "America/New_York"), 23h);
    EXPECT_EQ(length("2026-11-01", "2026-11-02", "America/New_York"), 25h);
    EXPECT_EQ(length("2026-10-04", "2026-10-05", "Australia/Sydney"), 23h);
    EXPECT_EQ(length("2026-04-05", "2026-04-06", "Australia/Sydney"), 25h);
}

TEST(TimeInput, the_time_of_day_stays_across_a_change) {
    const Instant after = *parse_rfc3339("2026-03-30T10:00:00Z");         // 12:00 in Berlin
    EXPECT_EQ(at("2d", "Europe/Berlin", after), "2026-03-28T11:00:00Z");  // 12:00 there as well
    EXPECT_EQ(at("48h", "Europe/Berlin", after), "2026-03-28T10:00:00Z");
}

TEST(TimeInput, a_midnight_that_does_not_exist_is_the_moment_after) {
    EXPECT_EQ(at("2018-11-04", "America/Sao_Paulo"), "2018-11-04T03:00:00Z");
}

TEST(TimeInput, zones_must_exist) {
    EXPECT_THROW(check_zone("Europe/Nowhere"), Error);
    EXPECT_THROW(check_zone("../../etc/passwd"), Error);
    EXPECT_THROW(check_zone(""), Error);
    EXPECT_NO_THROW(check_zone("UTC"));
    EXPECT_NO_THROW(check_zone("Europe/Berlin"));
}

TEST(TimeInput, is_shown_in_the_zone) {
    EXPECT_EQ(format_in_zone(kNow, "UTC"), "2026-08-26 15:30:45");
    EXPECT_EQ(format_in_zone(kNow, "Europe/Berlin"), "2026-08-26 17:30:45 CEST");
    EXPECT_FALSE(zone_offset("UTC"));
    EXPECT_EQ(zone_offset("Europe/Berlin")(kNow), std::chrono::hours{2});
}

TEST(TimeInput, noise_is_refused_not_obeyed) {
    const auto seed =
        static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    constexpr std::string_view kLetters = "0123456789-:TZ+dhmwyso. \xff";
    int read = 0;
    for (int i = 0; i < 100'000; ++i) {
        std::string text;
        for (auto n = random() % 12; n > 0; --n) {
            text += kLetters[random() % kLetters.size()];
        }
        try {
            const Instant t = parse_time(text, kNow, "UTC");
            EXPECT_EQ(parse_time(format_rfc3339(t), kNow, "UTC"), t) << text;
            ++read;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::bad_value) << text;
        }
    }
    EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace invitectl::cli
