// What the best Discord libraries do about limits, and where they are known to fail, as a table:
// one answer came for one route; how long does the same or another route wait then?
//
// Sources: https://discord.com/developers/docs/topics/rate-limits, and the behaviour of discord.js,
// twilight, serenity, discord.py and D++ where they differ.
#include "discord/limiter.hpp"
#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr GuildId kOther{4242};
constexpr auto kSlack = Limiter::kSlack;

enum class Asked { invites, invites_of_another_guild, members, self, post, post_elsewhere };

Request request_for(Asked asked) {
    switch (asked) {
        case Asked::invites:
            return ask_invites(kGuild);
        case Asked::invites_of_another_guild:
            return ask_invites(kOther);
        case Asked::members:
            return ask_members(kGuild, {});
        case Asked::self:
            return ask_self();
        case Asked::post:
            return fill(Endpoint::post_message, {"77"});
        case Asked::post_elsewhere:
            return fill(Endpoint::post_message, {"78"});
    }
    return ask_self();
}

struct Case {
    const char* name;
    Asked first;
    int status;
    Fields headers;
    std::string body;
    std::chrono::milliseconds passes;
    Asked then;
    std::chrono::nanoseconds wait;
};

Fields bucket(const char* remaining, const char* reset_after) {
    return {{"X-RateLimit-Bucket", "abc"},
            {"X-RateLimit-Limit", "5"},
            {"X-RateLimit-Remaining", remaining},
            {"X-RateLimit-Reset", "1785585605.123"},
            {"X-RateLimit-Reset-After", reset_after}};
}

Fields refusal(const char* scope, const char* remaining, const char* retry_after) {
    return {{"X-RateLimit-Bucket", "abc"},
            {"X-RateLimit-Remaining", remaining},
            {"X-RateLimit-Reset-After", "5"},
            {"X-RateLimit-Scope", scope},
            {"Retry-After", retry_after},
            {"Via", "1.1 google"}};
}

std::string body(const char* retry_after, bool global = false) {
    return std::string(R"({"message":"You are being rate limited.","retry_after":)") + retry_after +
           R"(,"global":)" + (global ? "true}" : "false}");
}

using enum Asked;

const Case kCases[] = {
    // Buckets.
    {"unknown", invites, 200, {}, "", 0ms, invites, 0s},
    {"room_left", invites, 200, bucket("1", "5"), "", 0ms, invites, 0s},
    {"empty", invites, 200, bucket("0", "5"), "", 0ms, invites, 5s + kSlack},
    {"empty_then_half_of_it", invites, 200, bucket("0", "5"), "", 2500ms, invites, 2500ms + kSlack},
    {"empty_then_all_but_slack", invites, 200, bucket("0", "5"), "", 5000ms, invites, kSlack},
    {"empty_then_over", invites, 200, bucket("0", "5"), "", 5400ms, invites, 0s},
    {"fraction_is_kept", invites, 200, bucket("0", "0.437"), "", 0ms, invites, 437ms + kSlack},
    {"fraction_is_rounded_up",
     invites,
     200,
     bucket("0", "0.4371"),
     "",
     0ms,
     invites,
     438ms + kSlack},
    {"whole_seconds", invites, 200, bucket("0", "1"), "", 0ms, invites, 1s + kSlack},
    {"nothing_to_wait_for", invites, 200, bucket("0", "0"), "", 0ms, invites, kSlack},
    {"a_token_bucket_says_when_it_is_full",
     invites,
     200,
     bucket("0", "4.998"),
     "",
     0ms,
     invites,
     4998ms + kSlack},
    {"remaining_may_be_a_fraction",
     invites,
     200,
     bucket("0.5", "5"),
     "",
     0ms,
     invites,
     5s + kSlack},
    {"another_guild_goes_on",
     invites,
     200,
     bucket("0", "5"),
     "",
     0ms,
     invites_of_another_guild,
     0s},
    {"another_route_goes_on", invites, 200, bucket("0", "5"), "", 0ms, members, 0s},
    {"another_channel_goes_on", post, 200, bucket("0", "5"), "", 0ms, post_elsewhere, 0s},
    {"the_same_channel_waits", post, 200, bucket("0", "5"), "", 0ms, post, 5s + kSlack},
    {"an_error_tells_of_the_bucket",
     invites,
     404,
     bucket("0", "5"),
     "{}",
     0ms,
     invites,
     5s + kSlack},
    {"a_server_failure_too", invites, 502, bucket("0", "5"), "<html>", 0ms, invites, 5s + kSlack},
    {"without_reset_after_nothing_is_known",
     invites,
     200,
     {{"X-RateLimit-Remaining", "0"}},
     "",
     0ms,
     invites,
     0s},
    {"reset_alone_is_not_trusted",
     invites,
     200,
     {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "9999999999"}},
     "",
     0ms,
     invites,
     0s},
    {"lower_case_names",
     invites,
     200,
     {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset-after", "2"}},
     "",
     0ms,
     invites,
     2s + kSlack},
    {"an_empty_bucket_without_a_hash",
     invites,
     200,
     {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset-After", "2"}},
     "",
     0ms,
     members,
     0s},
    {"no_number_is_no_wait", invites, 200, bucket("0", "soon"), "", 0ms, invites, 0s},
    {"less_than_nothing_is_no_wait", invites, 200, bucket("0", "-3"), "", 0ms, invites, 0s},
    {"a_century_is_a_year",
     invites,
     200,
     bucket("0", "3155760000"),
     "",
     0ms,
     invites,
     std::chrono::hours{365 * 24} + kSlack},
    // 429 of the bucket.
    {"refused_by_the_bucket",
     invites,
     429,
     refusal("user", "0", "3"),
     body("2.5"),
     0ms,
     invites,
     2500ms + kSlack},
    {"the_body_is_finer_than_the_header",
     invites,
     429,
     refusal("user", "0", "65"),
     body("64.57"),
     0ms,
     invites,
     64'570ms + kSlack},
    {"the_header_where_the_body_says_nothing",
     invites,
     429,
     refusal("user", "0", "3"),
     "{}",
     0ms,
     invites,
     3s + kSlack},
    {"retry_after_not_reset_after",
     invites,
     429,
     refusal("user", "0", "1"),
     body("0.3"),
     0ms,
     invites,
     300ms + kSlack},
    {"refused_others_go_on",
     invites,
     429,
     refusal("user", "0", "3"),
     body("2.5"),
     0ms,
     members,
     0s},
    {"refused_other_guilds_go_on",
     invites,
     429,
     refusal("user", "0", "3"),
     body("2.5"),
     0ms,
     invites_of_another_guild,
     0s},
    {"retry_after_nothing",
     invites,
     429,
     refusal("user", "0", "0"),
     body("0"),
     0ms,
     invites,
     kSlack},
    // Limits that no header tells of.
    {"a_hidden_limit",
     invites,
     429,
     refusal("user", "4", "600"),
     body("600"),
     0ms,
     invites,
     600s + kSlack},
    {"a_hidden_limit_is_of_its_route",
     invites,
     429,
     refusal("user", "4", "600"),
     body("600"),
     0ms,
     members,
     0s},
    {"a_shared_resource",
     post,
     429,
     refusal("shared", "4", "30"),
     body("30"),
     0ms,
     post,
     30s + kSlack},
    {"a_shared_resource_is_of_its_channel",
     post,
     429,
     refusal("shared", "4", "30"),
     body("30"),
     0ms,
     post_elsewhere,
     0s},
    // The whole bot.
    {"global_by_scope",
     invites,
     429,
     refusal("global", "4", "1"),
     body("0.65"),
     0ms,
     self,
     650ms + kSlack},
    {"global_by_header",
     invites,
     429,
     {{"X-RateLimit-Global", "true"}, {"Retry-After", "1"}},
     body("0.65"),
     0ms,
     members,
     650ms + kSlack},
    {"global_by_body",
     invites,
     429,
     {{"Via", "1.1 google"}},
     body("0.65", true),
     0ms,
     post,
     650ms + kSlack},
    {"global_is_over", invites, 429, refusal("global", "4", "1"), body("0.65"), 1050ms, self, 0s},
    // In front of Discord.
    {"a_page_blocks_everything", invites, 429, {}, "<html>1015</html>", 0ms, self, 60s},
    {"a_page_that_says_how_long",
     invites,
     429,
     {{"Retry-After", "3600"}},
     "<html>1015</html>",
     0ms,
     self,
     3600s},
    {"a_page_that_says_too_little",
     invites,
     429,
     {{"Retry-After", "2"}},
     "<html>1015</html>",
     0ms,
     self,
     60s},
    {"nothing_at_all", invites, 429, {}, "", 0ms, members, 60s},
    {"json_without_a_word_of_discords", invites, 429, {}, body("5"), 0ms, self, 60s},
    {"discords_headers_but_no_wait", invites, 429, {{"Via", "1.1 google"}}, "{}", 0ms, self, 60s},
    {"a_block_is_over", invites, 429, {}, "<html>1015</html>", 60'000ms, self, 0s},
};

class Conformance : public testing::TestWithParam<Case> {};

TEST_P(Conformance, holds) {
    const Case& c = GetParam();
    ManualClock clock;
    Limiter limiter(clock);
    const Request first = request_for(c.first);
    limiter.sent(first);
    limiter.answered(first, answer(c.status, c.body, c.headers));
    clock.advance(c.passes);
    EXPECT_EQ(limiter.wait_before(request_for(c.then)).length, c.wait);
}

INSTANTIATE_TEST_SUITE_P(Limits, Conformance, testing::ValuesIn(kCases), [](const auto& row) {
    return std::string(row.param.name);
});

// Two requests under way, room for one more: the third waits for their answers.
TEST(LimiterUnderWay, room_is_set_aside_for_requests_under_way) {
    ManualClock clock;
    Limiter limiter(clock);
    const Request asking = request_for(Asked::invites);
    limiter.sent(asking);
    limiter.answered(asking, answer(200, "", bucket("2", "5")));
    limiter.sent(asking);
    EXPECT_EQ(limiter.wait_before(asking).length, 0s);
    limiter.sent(asking);
    EXPECT_GT(limiter.wait_before(asking).length, 0s);
    limiter.answered(asking, answer(200, "", bucket("1", "5")));
    limiter.lost(asking);
    EXPECT_EQ(limiter.wait_before(asking).length, 0s) << "nobody is under way any more";
    clock.advance(5s);
    EXPECT_EQ(limiter.wait_before(asking).length, 0s);
}

}  // namespace
}  // namespace invitectl::discord
