// One run at a time, whatever happens to it, and readers are never in its way.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <thread>

namespace invitectl::testing {
namespace {

class LockTest : public ::testing::Test {
  protected:
    LockTest() {
        site.guild.invite("abc", "ana");
        site.init();
        site.pass(5min);
    }

    // The next `times` answers about the guild come late, so that a run lasts.
    void slow_down(std::chrono::milliseconds by, int times) {
        sim::Fault fault;
        fault.kind = sim::FaultKind::slow;
        fault.route = "guild";
        fault.delay = by;
        fault.times = times;
        site.server.add_fault(fault);
    }

    void wait_until_asked() {
        for (int i = 0; i < 500 && site.server.journal().empty(); ++i) {
            std::this_thread::sleep_for(10ms);
        }
    }

    Site site;
};

// The one that runs is held up by Discord until the others have ended, then asked to stop.
TEST_F(LockTest, of_fifty_runs_at_once_one_runs) {
    constexpr std::size_t kRuns = 50;
    slow_down(60s, 1);
    site.server.clear_journal();
    std::vector<std::unique_ptr<Running>> runs;
    for (std::size_t i = 0; i < kRuns; ++i) {
        runs.push_back(std::make_unique<Running>(site.launch({"sync"})));
    }
    std::vector<Finished> results(kRuns);
    std::array<std::atomic<bool>, kRuns> ended{};
    std::vector<std::thread> waiters;
    for (std::size_t i = 0; i < kRuns; ++i) {
        waiters.emplace_back([&, i] {
            results[i] = runs[i]->wait(50s);
            ended.at(i) = true;
        });
    }
    const auto still_running = [&] {
        return std::ranges::count_if(ended, [](const auto& one) { return !one.load(); });
    };
    for (int tries = 0; tries < 4500 && still_running() > 1; ++tries) {
        std::this_thread::sleep_for(10ms);
    }
    for (std::size_t i = 0; i < kRuns; ++i) {
        if (!ended.at(i).load()) {
            runs[i]->signal(SIGTERM);
        }
    }
    for (std::thread& waiter : waiters) {
        waiter.join();
    }
    EXPECT_EQ(std::ranges::count(results, 128 + SIGTERM, &Finished::status), 1);
    EXPECT_EQ(std::ranges::count(results, 11, &Finished::status), 49);
    EXPECT_EQ(site.server.journal().size(), 1U) << "one request, by the one that runs";
    EXPECT_EQ(site.run({"sync"}).status, 0);
}

// The kernel gives the lock back, so nobody has to clean up after a killed run.
TEST_F(LockTest, after_a_kill_the_next_run_starts_at_once) {
    const bool is_long = std::getenv("INVITECTL_LONG") != nullptr;
    const int trials = is_long ? 200 : 20;
    for (int i = 0; i < trials; ++i) {
        site.server.clear_faults();
        slow_down(5s, 1);
        site.server.clear_journal();
        Running victim(site.launch({"sync"}));
        wait_until_asked();
        victim.signal(SIGKILL);
        EXPECT_EQ(victim.wait().status, 128 + SIGKILL);
        site.server.clear_faults();
        const Finished next = site.run({"sync"});
        ASSERT_EQ(next.status, 0) << "trial " << i << ": " << next.err;
    }
}

TEST_F(LockTest, the_holder_is_named) {
    slow_down(6s, 1);
    site.server.clear_journal();
    Running holder(site.launch({"sync"}));
    wait_until_asked();
    const Finished second = site.run({"sync"});
    EXPECT_EQ(second.status, 11);
    const Complaint complaint = complaint_in(second.err);
    EXPECT_NE(complaint.why.find("invitectl sync"), std::string::npos) << second.err;
    EXPECT_NE(complaint.why.find("has been running for"), std::string::npos) << second.err;
    EXPECT_NE(site.must({"status", "--columns", "at_work"}).find("invitectl sync"),
              std::string::npos);
    EXPECT_EQ(site.must({"sync", "--lock-wait", "30s"}), "") << "waits for its turn";
    EXPECT_EQ(holder.wait().status, 0);
}

TEST_F(LockTest, readers_are_never_kept_out) {
    constexpr int kReaders = 20;
    std::vector<std::thread> readers;
    std::atomic<bool> over = false;
    std::atomic<int> reads = 0;
    for (int i = 0; i < kReaders; ++i) {
        readers.emplace_back([&] {
            do {
                const Finished finished = site.run({"join", "recent"});
                EXPECT_EQ(finished.status, 0) << finished.err;
                EXPECT_EQ(finished.err, "");
                ++reads;
            } while (!over);
        });
    }
    for (int i = 0; i < 5; ++i) {
        site.server.with_world(
            [&](sim::World&) { site.guild.join("user" + std::to_string(i), "abc"); });
        site.pass(5min);
        const Finished finished = site.run({"sync"});
        EXPECT_EQ(finished.status, 0) << finished.err;
    }
    over = true;
    for (std::thread& reader : readers) {
        reader.join();
    }
    EXPECT_GE(reads, kReaders);
}

}  // namespace
}  // namespace invitectl::testing
