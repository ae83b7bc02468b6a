// Ids: which texts are ids, and the time inside them.
#include "invitectl/domain/snowflake.hpp"

#include "invitectl/base/time_text.hpp"

#include <gtest/gtest.h>

namespace invitectl {
namespace {

TEST(Snowflake, takes_digits_up_to_the_largest_signed_number) {
    EXPECT_EQ(parse_snowflake("1"), 1);
    EXPECT_EQ(parse_snowflake("80351110224678912"), 80351110224678912);
    EXPECT_EQ(parse_snowflake("9223372036854775807"), INT64_MAX);
}

TEST(Snowflake, refuses_what_is_no_id) {
    for (const char* text : {"",
                             "0",
                             "-1",
                             "+1",
                             " 1",
                             "1 ",
                             "1.0",
                             "1e3",
                             "0x1f",
                             "9223372036854775808",
                             "18446744073709551615",
                             "99999999999999999999999",
                             "abc",
                             "１"}) {
        EXPECT_FALSE(parse_snowflake(text)) << text;
    }
}

// The example of Discord's reference: https://discord.com/developers/docs/reference#snowflakes
TEST(Snowflake, carries_its_creation_time) {
    EXPECT_EQ(format_rfc3339(snowflake_time(175928847299117063)), "2016-04-30T11:18:25.796000Z");
}

TEST(Snowflake, a_cursor_from_a_time_is_the_first_id_at_or_after_it) {
    const Instant t = snowflake_time(175928847299117063);
    const std::int64_t first = first_snowflake_at(t);
    EXPECT_EQ(snowflake_time(first), t);
    EXPECT_LT(snowflake_time(first - 1), t);
    EXPECT_EQ(snowflake_time(first_snowflake_at(t - Duration{1})), t);
    EXPECT_EQ(snowflake_time(first_snowflake_at(t + Duration{1})),
              t + std::chrono::milliseconds{1});
}

TEST(Snowflake, before_discord_there_are_no_ids) {
    EXPECT_EQ(first_snowflake_at(from_micros(0)), 0);
    EXPECT_EQ(first_snowflake_at(*parse_rfc3339("2014-12-31T23:59:59Z")), 0);
}

TEST(Snowflake, ids_keep_their_digits) {
    const auto user = UserId::parse("80351110224678912");
    ASSERT_TRUE(user);
    EXPECT_EQ(user->text(), "80351110224678912");
    EXPECT_FALSE(UserId::parse("me"));
}

}  // namespace
}  // namespace invitectl
