// Which round of a run is due when.
#include "invitectl/workflow/rounds.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace invitectl::workflow {
namespace {

using namespace std::chrono_literals;

// Runs the rounds on a clock of its own. Each is written as its second, "W" for a whole one.
class Plan {
  public:
    Plan(Duration every, Duration total) : rounds_({every, total}) {}

    // Seconds at which a round sees news.
    Plan& news(std::vector<int> seconds) {
        news_ = std::move(seconds);
        return *this;
    }
    Plan& taking(Duration whole, Duration counters) {
        whole_ = whole;
        counters_ = counters;
        return *this;
    }

    std::string told() {
        std::string text;
        Duration now{0};
        while (const auto round = rounds_.next()) {
            EXPECT_GE(round->at, now) << "two rounds at once";
            const auto second = static_cast<int>(round->at / 1s);
            bool moved = false;
            for (const int each : news_) {
                moved = moved || each == second;
            }
            text += (text.empty() ? "" : " ") + std::to_string(second) + (round->whole ? "W" : "");
            now = round->at + (round->whole || moved ? whole_ : counters_);
            rounds_.done(now, moved, round->whole || moved);
        }
        return text;
    }

  private:
    Rounds rounds_;
    std::vector<int> news_;
    Duration whole_ = 0s;
    Duration counters_ = 0s;
};

TEST(Rounds, follow_each_other_without_a_break_from_minute_to_minute) {
    EXPECT_EQ(Plan(10s, 55s).news({0, 10, 20, 30, 40, 50}).told(), "0W 10 20 30 40 50W");
    EXPECT_EQ(Plan(10s, 60s).news({0, 10, 20, 30, 40, 50}).told(), "0W 10 20 30 40 50 60W");
}

TEST(Rounds, begin_and_end_whole) {
    EXPECT_EQ(Plan(10s, 10s).told(), "0W 10W");
    EXPECT_EQ(Plan(10s, 29s).told(), "0W 10 20W");
}

TEST(Rounds, become_fewer_while_nothing_moves) {
    EXPECT_EQ(Plan(10s, 200s).told(), "0W 10 20 40 60 80 120 160 200W");
}

TEST(Rounds, become_as_many_again_when_something_moves) {
    EXPECT_EQ(Plan(10s, 120s).news({40}).told(), "0W 10 20 40 50 60 70 90 110 120W");
}

TEST(Rounds, never_leave_out_the_last_slot) {
    EXPECT_EQ(Plan(10s, 55s).told(), "0W 10 20 40 50W");
    EXPECT_EQ(Plan(10s, 35s).told(), "0W 10 20 30W");
}

TEST(Rounds, do_not_make_up_for_slots_that_passed) {
    EXPECT_EQ(Plan(10s, 55s).news({0, 30, 40, 50}).taking(25s, 1s).told(), "0W 30");
    EXPECT_EQ(Plan(10s, 55s).taking(80s, 1s).told(), "0W");
    EXPECT_EQ(Plan(10s, 30s).taking(1s, 45s).told(), "0W 10 55W");
}

TEST(Rounds, are_whole_again_after_five_minutes) {
    const std::string told = Plan(1min, 12min).news({0, 60, 120, 180, 240, 300}).told();
    EXPECT_EQ(told, "0W 60 120 180 240 300 360 420 480 600W 720W");
}

}  // namespace
}  // namespace invitectl::workflow
