// What was refused is not asked again and again, run after run.
#include "discord/guarded_transport.hpp"

#include "discord/limited_transport.hpp"
#include "discord/process_memory.hpp"
#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

namespace invitectl::discord {
namespace {

class GuardedTransportTest : public testing::Test {
  protected:
    // Another run of the program, with the same memory.
    void next_run(const char* token = "first.token", bool afresh = false) {
        guarded = std::make_unique<GuardedTransport>(inner, clock, memory, Secret(token), afresh);
    }
    ErrorCode asked() {
        inner.answers.push_back(answer(401, R"({"message": "401: Unauthorized", "code": 0})"));
        const auto before = inner.requests.size();
        try {
            guarded->send(request);
        } catch (const Error& error) {
            inner.answers.clear();
            EXPECT_EQ(inner.requests.size(), before) << "nothing is sent";
            return error.code();
        }
        return ErrorCode::internal;  // it was sent
    }
    int times_sent() const { return static_cast<int>(inner.requests.size()); }

    ManualClock clock;
    ScriptedTransport inner;
    ProcessMemory memory;
    std::unique_ptr<GuardedTransport> guarded;
    const Request request = ask_invites(kGuild);
    const std::string missing = R"({"message": "Missing Permissions", "code": 50013})";
};

// The revoked token under a cron that starts each minute.
TEST_F(GuardedTransportTest, a_bad_token_is_tried_ever_more_rarely) {
    std::vector<int> per_hour;
    for (int hour = 0; hour < 24; ++hour) {
        const int before = times_sent();
        for (int minute = 0; minute < 60; ++minute) {
            next_run();
            const int before_run = times_sent();
            for (int guild = 0; guild < 3; ++guild) {
                asked();
            }
            ASSERT_LE(times_sent() - before_run, 1) << "one request a run";
            clock.advance(1min);
        }
        per_hour.push_back(times_sent() - before);
    }
    EXPECT_LE(per_hour[0], 6);
    for (std::size_t hour = 2; hour < per_hour.size(); ++hour) {
        EXPECT_LE(per_hour[hour], 1) << hour;
    }
    EXPECT_GE(times_sent(), 20) << "it is tried all the same";
}

TEST_F(GuardedTransportTest, another_token_is_tried_at_once) {
    next_run();
    EXPECT_EQ(asked(), ErrorCode::internal);
    EXPECT_EQ(asked(), ErrorCode::token_rejected);
    next_run("second.token");
    EXPECT_EQ(asked(), ErrorCode::internal);
    next_run();
    EXPECT_EQ(asked(), ErrorCode::token_rejected) << "and the first one is still bad";
    next_run("first.token", true);
    EXPECT_EQ(asked(), ErrorCode::internal) << "a person who asks afresh is answered";
}

TEST_F(GuardedTransportTest, a_token_that_works_again_is_forgiven) {
    next_run();
    asked();
    clock.advance(61s);
    inner.answers = {answer(200)};
    EXPECT_EQ(guarded->send(request).status, 200);
    EXPECT_TRUE(memory.all().empty());
}

TEST_F(GuardedTransportTest, what_is_remembered_of_a_token_says_nothing_about_it) {
    next_run("MTA-canary.token_of.a-test");
    asked();
    ASSERT_EQ(memory.all().size(), 1U);
    EXPECT_EQ(memory.all()[0].subject.size(), std::string("token 01234567").size());
}

TEST_F(GuardedTransportTest, a_missing_permission_is_asked_once_an_hour) {
    int shown = 0;
    for (int minute = 0; minute < 180; ++minute) {
        next_run();
        inner.answers = {answer(403, missing)};
        const Response response = guarded->send(request);
        EXPECT_EQ(response.status, 403);
        shown += response.body == missing ? 0 : 1;
        clock.advance(1min);
    }
    EXPECT_EQ(times_sent(), 3);
    EXPECT_EQ(shown, 177);
}

TEST_F(GuardedTransportTest, a_refusal_holds_for_its_route_and_guild_alone) {
    next_run();
    inner.answers = {answer(403, missing), answer(200), answer(200), answer(403, missing)};
    guarded->send(request);
    EXPECT_EQ(guarded->send(ask_invites({4242})).status, 200);
    EXPECT_EQ(guarded->send(ask_members(kGuild, {})).status, 200);
    EXPECT_EQ(guarded->send(request).status, 403);
    EXPECT_EQ(times_sent(), 3);
    next_run("first.token", true);
    EXPECT_EQ(guarded->send(request).status, 403);
    EXPECT_EQ(times_sent(), 4) << "afresh";
}

TEST_F(GuardedTransportTest, a_change_is_never_answered_from_memory) {
    next_run();
    const Request kick = fill(Endpoint::kick_member, {"1", "2"});
    inner.answers = {answer(403, missing), answer(204, "")};
    EXPECT_EQ(guarded->send(kick).status, 403);
    EXPECT_EQ(guarded->send(kick).status, 204);
}

TEST_F(GuardedTransportTest, a_thousand_refusals_in_ten_minutes_stop_every_run) {
    const Request kick = fill(Endpoint::kick_member, {"1", "2"});
    for (int i = 0; i < 1000; ++i) {
        next_run();
        inner.answers = {answer(403, missing)};
        guarded->send(kick);
        clock.advance(100ms);
    }
    next_run("second.token", true);
    EXPECT_EQ(failure_of([&] { guarded->send(kick); }).first, ErrorCode::rate_limited);
    clock.advance(11min);
    inner.answers = {answer(200)};
    EXPECT_EQ(guarded->send(request).status, 200);
}

TEST_F(GuardedTransportTest, what_others_use_up_does_not_count) {
    next_run();
    for (const auto& [scope, counted] :
         {std::pair("shared", 0), std::pair("user", 1), std::pair("global", 2)}) {
        inner.answers = {answer(429, R"({"retry_after": 1})", {{"X-RateLimit-Scope", scope}})};
        guarded->send(request);
        EXPECT_EQ(memory.refused_since(clock.now() - 10min), counted) << scope;
    }
    inner.answers = {answer(404)};
    guarded->send(request);
    EXPECT_EQ(memory.refused_since(clock.now() - 10min), 2);
}

TEST_F(GuardedTransportTest, a_time_from_a_wrong_clock_is_not_heeded) {
    next_run();
    inner.answers = {answer(403, missing)};
    guarded->send(request);
    Remembered what = memory.all()[0];
    what.until += std::chrono::hours{24 * 365};  // the clock stood a year ahead
    memory.remember(what);
    next_run();
    inner.answers = {answer(200)};
    EXPECT_EQ(guarded->send(request).status, 200);
}

// --- limits --------------------------------------------------------------------------------------

class RememberedLimitTest : public testing::Test {
  protected:
    ErrorCode run(const Request& asked, Response response) {
        NotedLog log;
        ScriptedTransport inner;
        inner.answers = {std::move(response)};
        LimitedTransport limited(inner, clock, memory, log, {}, 2min);
        try {
            limited.send(asked);
        } catch (const Error& error) {
            sent = inner.requests.size();
            return error.code();
        }
        sent = inner.requests.size();
        return ErrorCode::internal;
    }

    ManualClock clock;
    ProcessMemory memory;
    std::size_t sent = 0;
    const Request request = ask_invites(kGuild);
};

TEST_F(RememberedLimitTest, a_block_of_the_address_outlasts_the_run) {
    EXPECT_EQ(run(request, answer(429, "<html>", {{"Retry-After", "900"}})),
              ErrorCode::rate_limited);
    EXPECT_EQ(sent, 1U);
    clock.advance(5min);
    EXPECT_EQ(run(ask_self(), answer(200)), ErrorCode::rate_limited);
    EXPECT_EQ(sent, 0U) << "the next run does not even try";
    clock.advance(10min);
    EXPECT_EQ(run(ask_self(), answer(200)), ErrorCode::internal);
}

TEST_F(RememberedLimitTest, a_long_limit_of_a_route_outlasts_the_run) {
    const Response limited =
        answer(429,
               R"({"retry_after": 600})",
               {{"X-RateLimit-Scope", "user"}, {"X-RateLimit-Remaining", "3"}});
    EXPECT_EQ(run(request, limited), ErrorCode::rate_limited);
    EXPECT_EQ(run(request, answer(200)), ErrorCode::rate_limited);
    EXPECT_EQ(sent, 0U);
    EXPECT_EQ(run(ask_invites({4242}), answer(200)), ErrorCode::internal) << "of its guild alone";
    clock.advance(601s);
    EXPECT_EQ(run(request, answer(200)), ErrorCode::internal);
}

}  // namespace
}  // namespace invitectl::discord
