#include "discord/headers.hpp"

#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

TEST(Headers, are_found_in_any_case) {
    Headers headers;
    headers.add("x-ratelimit-REMAINING", "3");
    headers.add("X-RateLimit-Remaining", "4");
    EXPECT_EQ(headers.find("X-RateLimit-Remaining"), "3");
    EXPECT_FALSE(headers.has("X-RateLimit"));
}

TEST(Headers, numbers_are_read_whole_or_not_at_all) {
    const auto number = [](std::string text) {
        return Headers({{"N", std::move(text)}}).number("n");
    };
    EXPECT_EQ(number("64.57"), 64.57);
    EXPECT_EQ(number("0"), 0.0);
    for (const char* text : {"", "-1", "nan", "inf", "1e999", "12s", " 1", "0x10", "1,5"}) {
        EXPECT_FALSE(number(text).has_value()) << text;
    }
    EXPECT_FALSE(Headers().number("n").has_value());
}

}  // namespace
}  // namespace invitectl::discord
