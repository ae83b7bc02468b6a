#include "discord/logged_transport.hpp"

#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

class LoggedTransportTest : public testing::Test {
  protected:
    ManualClock clock;
    NotedLog log;
    ScriptedTransport inner;
    LoggedTransport logged{inner, clock, log};
};

TEST_F(LoggedTransportTest, tells_route_status_time_and_bucket) {
    inner.on_send = [&] { clock.advance(123ms); };
    inner.answers = {
        answer(200, "[1,2]", {{"X-RateLimit-Bucket", "abc"}, {"X-RateLimit-Remaining", "4"}})};
    logged.send(ask_members(kGuild, {1000000000000000001}));
    EXPECT_EQ(log.lines,
              "GET /guilds/{guild}/members: 200 in 123 ms, 5 bytes, bucket abc has 4 left\n");
}

TEST_F(LoggedTransportTest, tells_failures_and_passes_them_on) {
    inner.answers = {ConnectionError("Discord could not be asked", "no route", true)};
    EXPECT_THROW(logged.send(ask_self()), ConnectionError);
    EXPECT_EQ(log.lines, "GET /users/@me: Discord could not be asked after 0 ms\n");
}

}  // namespace
}  // namespace invitectl::discord
