#include "invitectl/system/clock.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace invitectl::system {
namespace {

using namespace std::chrono_literals;

TEST(SystemClock, goes_forward) {
    const auto clock = system_clock({});
    const auto before = clock->monotonic();
    const Instant wall = clock->now();
    clock->sleep(5ms);
    EXPECT_GE(clock->monotonic() - before, 5ms);
    EXPECT_GE(clock->now(), wall);
    EXPECT_GT(wall, from_micros(1'700'000'000'000'000));
}

TEST(SystemClock, sleep_ends_when_asked_to_stop) {
    std::stop_source stop;
    const auto clock = system_clock(stop.get_token());
    const auto before = clock->monotonic();
    std::thread stopper([&stop] {
        std::this_thread::sleep_for(20ms);
        stop.request_stop();
    });
    clock->sleep(60s);
    stopper.join();
    EXPECT_LT(clock->monotonic() - before, 30s);
    clock->sleep(60s);  // and from then on it does not begin
    EXPECT_LT(clock->monotonic() - before, 30s);
}

}  // namespace
}  // namespace invitectl::system
