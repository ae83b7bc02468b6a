// Both models of Discord's limits, and the one for everything.
#include "tests/sim/rate_limiter.hpp"

#include <gtest/gtest.h>

namespace invitectl::sim {
namespace {

const Instant kStart = from_micros(1'785'542'400'000'000);

class Limits : public ::testing::Test {
  protected:
    RateLimiter::Verdict ask(const std::string& bucket,
                             Duration at,
                             const std::string& guild = "1") {
        return limiter.admit(bucket, guild, kStart + at);
    }
    RateLimiter limiter{RateLimits{{{"fixed", {Limit::Model::fixed_window, 3, 10s}},
                                    {"tokens", {Limit::Model::token_bucket, 5, 5s}}},
                                   50}};
};

TEST_F(Limits, a_fixed_window_opens_with_its_first_request_and_closes_whole) {
    EXPECT_EQ(ask("fixed", 0s).remaining, 2);
    EXPECT_EQ(ask("fixed", 4s).remaining, 1);
    EXPECT_EQ(ask("fixed", 9s).remaining, 0);
    const auto refused = ask("fixed", 9s);
    EXPECT_FALSE(refused.allowed);
    EXPECT_FALSE(refused.global);
    EXPECT_EQ(refused.retry_after, Duration{1s});
    EXPECT_TRUE(ask("fixed", 10s).allowed);
    EXPECT_EQ(ask("fixed", 10s).remaining, 1);
}

TEST_F(Limits, a_token_bucket_regains_one_slot_at_a_time_and_says_when_it_is_full) {
    EXPECT_EQ(ask("tokens", 0s).reset_after, Duration{1s});
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(ask("tokens", 0s).allowed);
    }
    const auto last = ask("tokens", 0s);
    EXPECT_EQ(last.remaining, 0);
    EXPECT_EQ(last.reset_after, Duration{5s});
    EXPECT_EQ(ask("tokens", 500ms).retry_after, Duration{500ms});
    EXPECT_TRUE(ask("tokens", 1s).allowed);
    EXPECT_FALSE(ask("tokens", 1s).allowed);
    EXPECT_EQ(ask("tokens", 20s).remaining, 4);
}

TEST_F(Limits, resources_do_not_share_a_bucket) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(ask("fixed", 0s, "1").allowed);
    }
    EXPECT_FALSE(ask("fixed", 0s, "1").allowed);
    EXPECT_TRUE(ask("fixed", 0s, "2").allowed);
}

TEST_F(Limits, fifty_a_second_in_all) {
    for (int i = 0; i < 50; ++i) {
        EXPECT_TRUE(ask("", 0s).allowed);
    }
    const auto refused = ask("", 400ms);
    EXPECT_FALSE(refused.allowed);
    EXPECT_TRUE(refused.global);
    EXPECT_EQ(refused.retry_after, Duration{600ms});
    EXPECT_TRUE(ask("", 1s).allowed);
}

TEST_F(Limits, no_limits_are_none) {
    RateLimiter free(RateLimits::none());
    for (int i = 0; i < 1000; ++i) {
        EXPECT_TRUE(free.admit("members", "1", kStart).allowed);
    }
}

}  // namespace
}  // namespace invitectl::sim
