// Discord's time from one-second dates.
#include "discord/server_clock.hpp"

#include "discord/timed_transport.hpp"
#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

#include <random>

namespace invitectl::discord {
namespace {

const Instant kNoon = at("2026-08-01T12:00:00Z");

// The answer of a server whose clock is `offset` ahead, asked at `began` for `length`, dated in the
// middle.
void asked(ServerClock& clock, Duration offset, Instant began, Duration length = 200ms) {
    const auto date = std::chrono::floor<std::chrono::seconds>(began + length / 2 + offset);
    clock.observe(date, {began, began + length});
}

TEST(ServerClock, a_right_clock_is_kept_as_it_is) {
    ServerClock clock;
    for (int i = 0; i < 100; ++i) {
        asked(clock, 0s, kNoon + i * 137ms);
        EXPECT_EQ(clock.offset(), 0s);
    }
    EXPECT_EQ(clock.last_date(), kNoon + 13s);
}

TEST(ServerClock, knows_nothing_at_first) {
    const ServerClock clock;
    EXPECT_EQ(clock.last_date(), std::nullopt);
    EXPECT_EQ(clock.offset(), 0s);
}

TEST(ServerClock, one_answer_finds_a_wrong_clock_to_the_second) {
    for (const Duration offset : {Duration(1h), Duration(-1h), Duration(90s), Duration(-2500ms)}) {
        ServerClock clock;
        asked(clock, offset, kNoon + 250ms);
        EXPECT_LE(std::chrono::abs(clock.offset() - offset), 700ms);
    }
}

TEST(ServerClock, answers_narrow_it) {
    ServerClock clock;
    for (int i = 0; i < 20; ++i) {
        asked(clock, 7s, kNoon + i * 1050ms, 20ms);
    }
    EXPECT_LE(std::chrono::abs(clock.offset() - 7s), 70ms);
}

TEST(ServerClock, a_clock_set_in_between_starts_afresh) {
    ServerClock clock;
    asked(clock, 0s, kNoon);
    asked(clock, 1h, kNoon + 10s);
    EXPECT_LE(std::chrono::abs(clock.offset() - 1h), 700ms);
    asked(clock, -1h, kNoon + 20s);
    EXPECT_LE(std::chrono::abs(clock.offset() + 1h), 700ms);
    // Set right again: what zero explains, zero is believed for.
    asked(clock, 0s, kNoon + 30s);
    EXPECT_LE(std::chrono::abs(clock.offset()), 700ms);
}

TEST(ServerClock, a_clock_set_back_during_a_request_gives_no_inside_out_bracket) {
    ServerClock clock;
    const Bracket local{kNoon, kNoon - 1h};
    clock.observe(kNoon, local);
    const Bracket bracket = clock.in_server_time(local);
    EXPECT_LE(bracket.began, bracket.ended);
}

// The first answer of a run may take long. Whenever within that time it was given and dated, its
// bracket holds the truth, save for the error that proofs allow for.
TEST(ServerClock, a_slow_first_answer_lies_in_its_bracket) {
    for (const Duration length : {Duration(10s), Duration(29s), Duration(300ms)}) {
        for (const Duration offset : {Duration(0s), Duration(1h), Duration(-90s)}) {
            for (const Duration given : {Duration(0s), length / 2, length}) {
                ServerClock clock;
                const Instant truth = kNoon + given + offset;
                const Bracket local{kNoon, kNoon + length};
                clock.observe(std::chrono::floor<std::chrono::seconds>(truth), local);
                const Bracket bracket = clock.in_server_time(local);
                EXPECT_LE(bracket.began, truth + 1500ms) << format_duration(length);
                EXPECT_GE(bracket.ended, truth - 1s) << format_duration(length);
                EXPECT_LE(bracket.ended, truth + 1s) << "the next reading begins after it";
            }
        }
    }
}

TEST(ServerClock, never_errs_by_more_than_the_date_and_the_request) {
    const unsigned seed = std::random_device{}();
    std::mt19937 random(seed);
    const auto number = [&](int below) {
        return static_cast<int>(random() % static_cast<unsigned>(below));
    };
    for (int run = 0; run < 500; ++run) {
        const Duration offset = number(7'200'000) * 1ms - 1h;
        ServerClock clock;
        Instant now = kNoon;
        for (int i = 0; i < 20; ++i) {
            const Duration length = number(900) * 1ms;
            asked(clock, offset, now, length);
            now += length + number(5000) * 1ms;
            ASSERT_LE(std::chrono::abs(clock.offset() - offset), 1s + 900ms) << "seed " << seed;
        }
    }
}

TEST(TimedTransport, brackets_the_try_in_discords_time) {
    ManualClock clock;
    ScriptedTransport inner;
    inner.on_send = [&] { clock.advance(200ms); };
    inner.answers = {answer(200, "", {{"date", "Sat, 01 Aug 2026 13:00:00 GMT"}})};
    TimedTransport timed(inner, clock);
    const Response response = timed.send(ask_self());
    ASSERT_TRUE(response.bracket);
    EXPECT_EQ(response.bracket->ended - response.bracket->began, 200ms);
    EXPECT_LE(response.bracket->began, at("2026-08-01T13:00:01Z"));
    EXPECT_GE(response.bracket->ended, at("2026-08-01T13:00:00Z"));
    EXPECT_EQ(timed.server_clock().last_date(), at("2026-08-01T13:00:00Z"));
}

TEST(TimedTransport, says_nothing_without_a_readable_date) {
    for (const char* date : {"", "yesterday", "Sat, 32 Aug 2026 13:00:00 GMT"}) {
        ManualClock clock;
        ScriptedTransport inner;
        Response undated = answer(200, "", {{"Date", date}});
        undated.bracket.reset();
        inner.answers = {undated};
        TimedTransport timed(inner, clock);
        EXPECT_EQ(timed.send(ask_self()).bracket, std::nullopt) << date;
        EXPECT_EQ(timed.server_clock().last_date(), std::nullopt) << date;
    }
}

}  // namespace
}  // namespace invitectl::discord
