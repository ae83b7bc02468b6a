// Discord's limits on a clock that moves when told.
#include "discord/limiter.hpp"

#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

constexpr GuildId kOther{4242};
constexpr auto kSlack = Limiter::kSlack;
using Outcome = Limiter::Outcome;
using Fields = std::vector<std::pair<std::string, std::string>>;

class LimiterTest : public testing::Test {
  protected:
    std::chrono::nanoseconds wait(const Request& request) {
        return limiter.wait_before(request).length;
    }
    Outcome told(const Request& request, int status, Fields headers, std::string body = "[]") {
        return limiter.answered(request, answer(status, std::move(body), std::move(headers)));
    }
    void bucket_says(const Request& request,
                     const std::string& bucket,
                     const std::string& remaining,
                     const std::string& reset_after) {
        EXPECT_EQ(told(request,
                       200,
                       {{"X-RateLimit-Bucket", bucket},
                        {"X-RateLimit-Limit", "5"},
                        {"X-RateLimit-Remaining", remaining},
                        {"X-RateLimit-Reset-After", reset_after}}),
                  Outcome::passed);
    }

    ManualClock clock;
    Limiter limiter{clock};
    const Request invites = ask_invites(kGuild);
    const Request others_invites = ask_invites(kOther);
    const Request members = ask_members(kGuild, {});
};

TEST_F(LimiterTest, nothing_known_nothing_waited) {
    EXPECT_EQ(wait(invites), 0s);
    told(invites, 200, {});
    EXPECT_EQ(wait(invites), 0s);
}

TEST_F(LimiterTest, an_empty_bucket_is_waited_for) {
    bucket_says(invites, "abc", "0", "5.000");
    EXPECT_EQ(wait(invites), 5s + kSlack);
    EXPECT_EQ(limiter.wait_before(invites).reason, "the bucket is empty");
    clock.advance(3s);
    EXPECT_EQ(wait(invites), 2s + kSlack);
    clock.advance(2s + kSlack);
    EXPECT_EQ(wait(invites), 0s);
}

TEST_F(LimiterTest, a_bucket_with_something_left_is_not) {
    bucket_says(invites, "abc", "1", "5");
    EXPECT_EQ(wait(invites), 0s);
}

TEST_F(LimiterTest, fractions_are_rounded_up_to_milliseconds) {
    bucket_says(invites, "abc", "0", "0.0004");
    EXPECT_EQ(wait(invites), 1ms + kSlack);
}

TEST_F(LimiterTest, guilds_are_counted_apart) {
    bucket_says(invites, "abc", "0", "5");
    EXPECT_EQ(wait(others_invites), 0s);
}

TEST_F(LimiterTest, routes_of_one_bucket_are_counted_together) {
    bucket_says(members, "shared", "3", "5");
    bucket_says(invites, "shared", "0", "5");
    EXPECT_EQ(wait(members), 5s + kSlack);
}

TEST_F(LimiterTest, routes_of_other_buckets_go_on) {
    bucket_says(members, "m", "3", "5");
    bucket_says(invites, "i", "0", "5");
    EXPECT_EQ(wait(members), 0s);
}

TEST_F(LimiterTest, a_bucket_known_from_one_guild_holds_for_the_next) {
    bucket_says(invites, "abc", "3", "5");
    bucket_says(others_invites, "abc", "0", "5");
    EXPECT_EQ(wait(invites), 0s);
    EXPECT_EQ(wait(others_invites), 5s + kSlack);
}

TEST_F(LimiterTest, an_empty_bucket_without_a_name_belongs_to_its_route) {
    told(invites, 200, {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset-After", "2"}});
    EXPECT_EQ(wait(invites), 2s + kSlack);
    EXPECT_EQ(wait(members), 0s);
}

TEST_F(LimiterTest, later_news_replace_older) {
    bucket_says(invites, "abc", "0", "60");
    bucket_says(invites, "abc", "4", "1");
    EXPECT_EQ(wait(invites), 0s);
    bucket_says(invites, "abc", "0", "60");
    bucket_says(invites, "abc", "0", "2");
    EXPECT_EQ(wait(invites), 2s + kSlack);
}

TEST_F(LimiterTest, failures_tell_of_the_bucket_too) {
    EXPECT_EQ(told(invites,
                   503,
                   {{"X-RateLimit-Bucket", "abc"},
                    {"X-RateLimit-Remaining", "0"},
                    {"X-RateLimit-Reset-After", "4"}}),
              Outcome::passed);
    EXPECT_EQ(wait(invites), 4s + kSlack);
}

TEST_F(LimiterTest, nonsense_in_headers_is_passed_over) {
    for (const char* value : {"nan", "-5", "", "soon", "1e999"}) {
        bucket_says(invites, "abc", "0", value);
        EXPECT_EQ(wait(invites), 0s) << value;
        bucket_says(invites, "abc", value, "5");
        EXPECT_EQ(wait(invites), 0s) << value;
    }
    bucket_says(invites, "abc", "0", "1e300");
    EXPECT_EQ(wait(invites), std::chrono::hours{365 * 24} + kSlack);
}

TEST_F(LimiterTest, header_names_have_no_case) {
    told(invites, 200, {{"x-ratelimit-remaining", "0"}, {"X-RATELIMIT-RESET-AFTER", "2"}});
    EXPECT_EQ(wait(invites), 2s + kSlack);
}

TEST_F(LimiterTest, a_refusal_of_the_bucket) {
    EXPECT_EQ(told(invites,
                   429,
                   {{"X-RateLimit-Bucket", "abc"},
                    {"X-RateLimit-Remaining", "0"},
                    {"X-RateLimit-Scope", "user"},
                    {"Retry-After", "65"}},
                   R"({"retry_after": 64.57, "global": false})"),
              Outcome::refused);
    EXPECT_EQ(wait(invites), 64'570ms + kSlack) << "the body is finer than the header";
    EXPECT_EQ(wait(members), 0s);
    EXPECT_EQ(wait(others_invites), 0s);
}

TEST_F(LimiterTest, a_refusal_with_the_header_alone) {
    EXPECT_EQ(told(invites, 429, {{"Retry-After", "3"}}, R"({"message": "slow down"})"),
              Outcome::refused);
    EXPECT_EQ(wait(invites), 3s + kSlack);
}

TEST_F(LimiterTest, a_refusal_with_the_body_alone) {
    EXPECT_EQ(told(invites, 429, {{"Via", "1.1 google"}}, R"({"retry_after": 0.25})"),
              Outcome::refused);
    EXPECT_EQ(wait(invites), 250ms + kSlack);
}

TEST_F(LimiterTest, a_refusal_of_the_whole_bot_by_each_of_its_signs) {
    const Fields scope = {{"X-RateLimit-Scope", "global"}};
    const Fields flag = {{"X-RateLimit-Global", "true"}};
    const Fields plain = {{"Retry-After", "1"}};
    const std::string quiet = R"({"retry_after": 1})";
    const std::string global = R"({"retry_after": 1, "global": true})";
    for (const auto& [headers, body] :
         {std::pair(scope, quiet), std::pair(flag, quiet), std::pair(plain, global)}) {
        EXPECT_EQ(told(invites, 429, headers, body), Outcome::refused);
        EXPECT_EQ(wait(ask_self()), 1s + kSlack);
        EXPECT_EQ(limiter.wait_before(members).reason, "the limit of the whole bot is reached");
        clock.advance(2s);
        EXPECT_EQ(wait(ask_self()), 0s);
    }
}

TEST_F(LimiterTest, a_shared_refusal_holds_up_its_route_alone) {
    bucket_says(members, "abc", "9", "5");
    told(invites,
         429,
         {{"X-RateLimit-Bucket", "abc"},
          {"X-RateLimit-Remaining", "9"},
          {"X-RateLimit-Scope", "shared"}},
         R"({"retry_after": 30})");
    EXPECT_EQ(wait(invites), 30s + kSlack);
    EXPECT_EQ(wait(members), 0s);
    EXPECT_EQ(wait(others_invites), 0s);
}

TEST_F(LimiterTest, a_hidden_limit_holds_up_its_route_alone) {
    bucket_says(members, "abc", "4", "5");
    told(invites,
         429,
         {{"X-RateLimit-Bucket", "abc"},
          {"X-RateLimit-Remaining", "4"},
          {"X-RateLimit-Scope", "user"}},
         R"({"retry_after": 7})");
    EXPECT_EQ(wait(invites), 7s + kSlack);
    EXPECT_EQ(wait(members), 0s);
}

TEST_F(LimiterTest, the_longest_reason_wins) {
    bucket_says(invites, "abc", "0", "10");
    told(members, 429, {{"X-RateLimit-Scope", "global"}}, R"({"retry_after": 3})");
    EXPECT_EQ(wait(invites), 10s + kSlack);
    EXPECT_EQ(wait(members), 3s + kSlack);
}

TEST_F(LimiterTest, a_web_page_is_a_block_in_front_of_discord) {
    EXPECT_EQ(told(invites, 429, {{"Retry-After", "900"}}, "<html>error 1015</html>"),
              Outcome::blocked);
    EXPECT_EQ(wait(ask_self()), 900s);
}

TEST_F(LimiterTest, a_bare_refusal_is_a_block_too) {
    for (const char* body : {"", "{}", "[]", R"({"retry_after": 5})"}) {
        EXPECT_EQ(told(invites, 429, {}, body), Outcome::blocked) << body;
        EXPECT_EQ(wait(ask_self()), Limiter::kBlockedAtLeast) << body;
        clock.advance(Limiter::kBlockedAtLeast);
    }
}

TEST_F(LimiterTest, a_block_lasts_a_minute_at_least) {
    told(invites, 429, {{"Retry-After", "1"}}, "<html>");
    EXPECT_EQ(wait(invites), 60s);
}

TEST_F(LimiterTest, never_more_than_fifty_in_a_second) {
    for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(wait(ask_self()), 0s) << i;
        limiter.sent(ask_self());
        clock.advance(10ms);
    }
    EXPECT_EQ(wait(ask_self()), 500ms);
    clock.advance(500ms);
    EXPECT_EQ(wait(ask_self()), 0s);
    limiter.sent(ask_self());
    EXPECT_EQ(wait(ask_self()), 10ms) << "the window slides";
}

}  // namespace
}  // namespace invitectl::discord
