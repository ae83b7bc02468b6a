#include "discord/retrying_transport.hpp"

#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

const ConnectionError kCut("Discord could not be asked", "connection reset", true);
const ConnectionError kBadCertificate("Discord could not be asked", "certificate expired", false);

class RetryingTransportTest : public testing::Test {
  protected:
    Response send() { return retrying.send(ask_invites(kGuild)); }

    ManualClock clock;
    NotedLog log;
    ScriptedTransport inner;
    std::stop_source stop;
    double jitter = 1;
    RetryingTransport retrying{inner, clock, log, stop.get_token(), [this] { return jitter; }};
};

TEST_F(RetryingTransportTest, a_good_answer_is_the_only_try) {
    inner.answers = {answer(200, "good")};
    EXPECT_EQ(send().body, "good");
    EXPECT_EQ(inner.requests.size(), 1U);
}

TEST_F(RetryingTransportTest, refusals_are_not_asked_again) {
    for (const int status : {202, 301, 400, 401, 403, 404}) {
        inner.answers = {answer(status)};
        EXPECT_EQ(send().status, status);
    }
    EXPECT_TRUE(clock.slept.empty());
}

TEST_F(RetryingTransportTest, server_faults_get_four_tries_with_growing_pauses) {
    inner.answers = {answer(500), answer(502), answer(503), answer(524)};
    EXPECT_EQ(send().status, 524);
    EXPECT_EQ(clock.slept, (std::vector<std::chrono::nanoseconds>{1s, 2s, 4s}));
}

TEST_F(RetryingTransportTest, jitter_shortens_a_pause_to_half_at_most) {
    jitter = 0;
    inner.answers = {answer(500), answer(200)};
    EXPECT_EQ(send().status, 200);
    EXPECT_EQ(clock.slept, std::vector<std::chrono::nanoseconds>{500ms});
}

TEST_F(RetryingTransportTest, a_cut_connection_gets_another_try) {
    inner.answers = {kCut, answer(503), answer(200, "good")};
    EXPECT_EQ(send().body, "good");
    EXPECT_NE(log.lines.find("Discord answered 503; trying again in 2.0 s"), std::string::npos)
        << log.lines;
}

TEST_F(RetryingTransportTest, the_last_failure_is_told) {
    inner.answers = {kCut, kCut, kCut, kCut};
    EXPECT_EQ(failure_of([&] { send(); }).first, ErrorCode::network);
    EXPECT_TRUE(inner.answers.empty());
}

TEST_F(RetryingTransportTest, what_stays_wrong_is_not_tried_again) {
    inner.answers = {kBadCertificate};
    EXPECT_EQ(failure_of([&] { send(); }).first, ErrorCode::network);
    inner.answers = {Error(ErrorCode::rate_limited, "wait")};
    EXPECT_EQ(failure_of([&] { send(); }).first, ErrorCode::rate_limited);
    EXPECT_TRUE(clock.slept.empty());
}

TEST_F(RetryingTransportTest, slow_failures_use_up_the_budget) {
    inner.on_send = [&] { clock.advance(50s); };
    inner.answers = {kCut, kCut, kCut, kCut};
    EXPECT_EQ(failure_of([&] { send(); }).first, ErrorCode::network);
    EXPECT_EQ(inner.requests.size(), 2U);
}

TEST_F(RetryingTransportTest, stops_when_told_while_pausing) {
    inner.answers = {answer(500), answer(200)};
    clock.on_sleep = [&] { stop.request_stop(); };
    EXPECT_EQ(failure_of([&] { send(); }).first, ErrorCode::interrupted);
    EXPECT_EQ(inner.requests.size(), 1U);
}

}  // namespace
}  // namespace invitectl::discord
