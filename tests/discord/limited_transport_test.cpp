#include "discord/limited_transport.hpp"

#include "discord/process_memory.hpp"
#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

Response refused(const std::string& seconds) {
    return answer(429,
                  "{\"retry_after\": " + seconds + "}",
                  {{"X-RateLimit-Scope", "user"}, {"X-RateLimit-Remaining", "0"}});
}

class LimitedTransportTest : public testing::Test {
  protected:
    ManualClock clock;
    NotedLog log;
    ScriptedTransport inner;
    std::stop_source stop;
    ProcessMemory memory;
    LimitedTransport limited{inner, clock, memory, log, stop.get_token(), 2min};
    const Request request = ask_invites(kGuild);
};

TEST_F(LimitedTransportTest, waits_before_an_empty_bucket_and_says_why) {
    inner.answers = {
        answer(200, "1", {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset-After", "2"}}),
        answer(200, "2")};
    EXPECT_EQ(limited.send(request).body, "1");
    EXPECT_TRUE(clock.slept.empty());
    EXPECT_EQ(limited.send(request).body, "2");
    ASSERT_EQ(clock.slept.size(), 1U);
    EXPECT_EQ(clock.slept[0], 2s + Limiter::kSlack);
    EXPECT_EQ(log.lines, "GET /guilds/{guild}/invites: waiting 2.4 s, the bucket is empty\n");
}

TEST_F(LimitedTransportTest, asks_again_after_a_refusal) {
    inner.answers = {refused("1.5"), answer(200, "done")};
    EXPECT_EQ(limited.send(request).body, "done");
    EXPECT_EQ(clock.slept, std::vector<std::chrono::nanoseconds>{1500ms + Limiter::kSlack});
}

TEST_F(LimitedTransportTest, gives_up_what_is_refused_again_and_again) {
    for (int i = 0; i < LimitedTransport::kRefusals; ++i) {
        inner.answers.push_back(refused("0"));
    }
    EXPECT_EQ(failure_of([&] { limited.send(request); }).first, ErrorCode::rate_limited);
    EXPECT_TRUE(inner.answers.empty());
}

TEST_F(LimitedTransportTest, a_wait_too_long_is_told_with_its_end) {
    inner.answers = {refused("3600.5")};
    EXPECT_EQ(failure_of([&] { limited.send(request); }),
              std::pair(ErrorCode::rate_limited,
                        std::string("Discord asks to wait until 2026-08-01T13:00:01Z")));
    EXPECT_TRUE(clock.slept.empty());
    // Nor is anything sent while it holds.
    EXPECT_EQ(failure_of([&] { limited.send(request); }).first, ErrorCode::rate_limited);
    EXPECT_EQ(inner.requests.size(), 1U);
}

TEST_F(LimitedTransportTest, a_block_ends_it_at_once) {
    inner.answers = {answer(429, "<html>")};
    EXPECT_EQ(failure_of([&] { limited.send(request); }),
              std::pair(ErrorCode::rate_limited,
                        std::string("Discord asks to wait until 2026-08-01T12:01:00Z")));
    EXPECT_TRUE(clock.slept.empty());
}

TEST_F(LimitedTransportTest, stops_when_told_while_waiting) {
    inner.answers = {refused("60")};
    clock.on_sleep = [&] { stop.request_stop(); };
    EXPECT_EQ(failure_of([&] { limited.send(request); }).first, ErrorCode::interrupted);
    EXPECT_EQ(inner.requests.size(), 1U);
}

}  // namespace
}  // namespace invitectl::discord
