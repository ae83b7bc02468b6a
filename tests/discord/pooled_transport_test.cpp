// Several threads, one client: requests overlap, and everything else takes turns.
#include "discord/pooled_transport.hpp"

#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace invitectl::discord {
namespace {

struct Counts {
    std::atomic<int> opened = 0;
    std::atomic<int> under_way = 0;
    std::atomic<int> most_under_way = 0;
};

class SlowTransport final : public Transport {
  public:
    explicit SlowTransport(Counts& counts) : counts_(counts) { ++counts_.opened; }
    Response send(const Request&) override {
        const int now = ++counts_.under_way;
        int most = counts_.most_under_way;
        while (most < now && !counts_.most_under_way.compare_exchange_weak(most, now)) {
        }
        std::this_thread::sleep_for(20ms);
        --counts_.under_way;
        return answer(200);
    }

  private:
    Counts& counts_;
};

class PooledTransportTest : public testing::Test {
  protected:
    Counts counts;
    Turns turns;
    ManualClock clock;
    PooledTransport pool{turns, clock, [&] { return std::make_unique<SlowTransport>(counts); }};
};

TEST_F(PooledTransportTest, one_thread_keeps_to_one_connection) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(pool.send(ask_self()).status, 200);
    }
    EXPECT_EQ(counts.opened, 1);
}

TEST_F(PooledTransportTest, threads_send_at_once_and_do_the_rest_in_turn) {
    int alone = 0;  // guarded by the turns alone
    bool together = false;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 12; ++i) {
            threads.emplace_back([&] {
                const Turn turn(turns);
                for (int k = 0; k < 3; ++k) {
                    together = together || ++alone != 1;
                    std::this_thread::yield();
                    --alone;
                    pool.send(ask_self());
                }
            });
        }
    }
    EXPECT_FALSE(together);
    EXPECT_GT(counts.most_under_way, 1);
    EXPECT_LE(counts.most_under_way, 8);
    EXPECT_LE(counts.opened, 8);
}

}  // namespace
}  // namespace invitectl::discord
