// Only one run at a time, and whoever is second learns who is first.
#include "invitectl/system/run_lock.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/system/clock.hpp"

#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace invitectl::system {
namespace {

using namespace std::chrono_literals;
using testing::read_file;
using testing::TemporaryFolder;

class RunLockTest : public ::testing::Test {
  protected:
    std::unique_ptr<RunLock> lock() { return file_run_lock(database_, *clock_, stop_.get_token()); }

    // Nothing, or the error that kept the lock from being taken.
    std::optional<Error> attempt(Duration patience = 0s) {
        try {
            lock()->take("invitectl sync", patience);
        } catch (const Error& error) {
            return error;
        }
        return {};
    }

    TemporaryFolder folder_;
    std::string database_ = folder_.file("below/invitectl.db");
    std::stop_source stop_;
    std::unique_ptr<Clock> clock_ = system_clock(stop_.get_token());
};

TEST_F(RunLockTest, says_who_holds_it) {
    const auto held = lock()->take("invitectl sync", 0s);
    const std::string content = read_file(database_ + ".lock");
    EXPECT_NE(content.find("pid=" + std::to_string(::getpid()) + "\n"), std::string::npos);
    EXPECT_NE(content.find("command=invitectl sync\n"), std::string::npos);
    struct stat status {};
    ASSERT_EQ(::stat((database_ + ".lock").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);

    const auto error = attempt();
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), ErrorCode::lock_held);
    EXPECT_NE(error->why().find("\"invitectl sync\" (process " + std::to_string(::getpid())),
              std::string::npos)
        << error->why();
    EXPECT_NE(error->why().find("has been running for"), std::string::npos) << error->why();
}

TEST_F(RunLockTest, is_free_again_afterwards) {
    { const auto held = lock()->take("one", 0s); }
    EXPECT_FALSE(attempt());
}

TEST_F(RunLockTest, waits_as_long_as_it_may) {
    auto held = lock()->take("one", 0s);
    const auto before = clock_->monotonic();
    EXPECT_TRUE(attempt(120ms));
    EXPECT_GE(clock_->monotonic() - before, 120ms);
    std::thread releasing([&held] {
        std::this_thread::sleep_for(50ms);
        held.reset();
    });
    EXPECT_FALSE(attempt(60s));
    releasing.join();
}

TEST_F(RunLockTest, waiting_ends_when_asked_to_stop) {
    const auto held = lock()->take("one", 0s);
    stop_.request_stop();
    const auto error = attempt(60s);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), ErrorCode::interrupted);
}

TEST_F(RunLockTest, dies_with_its_process) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto held = lock()->take("child", 0s);
        static_cast<void>(::write(ends[1], "x", 1) == 1);
        ::pause();
        ::_exit(0);
    }
    char ready = 0;
    ASSERT_EQ(::read(ends[0], &ready, 1), 1);
    EXPECT_TRUE(attempt());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_FALSE(attempt());
}

TEST_F(RunLockTest, a_link_in_its_place_is_not_followed) {
    ASSERT_EQ(::mkdir(folder_.file("below").c_str(), 0700), 0);
    ASSERT_EQ(::symlink(folder_.file("victim").c_str(), (database_ + ".lock").c_str()), 0);
    const auto error = attempt();
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), ErrorCode::file);
    EXPECT_NE(::access(folder_.file("victim").c_str(), F_OK), 0);
}

}  // namespace
}  // namespace invitectl::system
