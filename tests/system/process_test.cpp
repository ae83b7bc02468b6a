// What the process does to itself, tried in a child so that the test stays as it is.
#include "invitectl/system/process.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace invitectl::system {
namespace {

using namespace std::chrono_literals;

// The exit status of `body` in a child, 128 + signal when one ended it.
int in_child(const std::function<int()>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(body());
    }
    int raw = 0;
    ::waitpid(child, &raw, 0);
    return WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
}

TEST(Process, is_private) {
    EXPECT_EQ(in_child([] {
                  harden_process();
                  rlimit core{1, 1};
                  ::getrlimit(RLIMIT_CORE, &core);
                  const bool hidden = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
                  const bool masked = ::umask(0) == 077;
                  return hidden && masked && core.rlim_max == 0 ? 0 : 1;
              }),
              0);
}

TEST(Process, closed_standard_streams_stay_unusable) {
    EXPECT_EQ(in_child([] {
                  ::close(STDOUT_FILENO);
                  ::close(STDERR_FILENO);
                  harden_process();
                  const int next = ::open("/dev/null", O_RDWR | O_CLOEXEC);
                  return next > STDERR_FILENO && ::write(STDOUT_FILENO, "x", 1) < 0 ? 0 : 1;
              }),
              0);
}

TEST(Process, asking_what_goes_on_ends_nothing) {
    EXPECT_EQ(in_child([] {
                  harden_process();
                  ::raise(SIGUSR1);
                  return 0;
              }),
              0);
}

TEST(Process, asked_what_goes_on_it_answers_and_goes_on) {
    EXPECT_EQ(in_child([] {
                  harden_process();
                  SignalWatch watch;
                  std::atomic<int> asked = 0;
                  watch.on_request([&] { ++asked; });
                  ::kill(::getpid(), SIGUSR1);
                  for (int i = 0; i < 500 && asked == 0; ++i) {
                      std::this_thread::sleep_for(10ms);
                  }
                  return asked == 1 && !watch.token().stop_requested() ? 0 : 1;
              }),
              0);
}

TEST(Process, knows_names) {
    EXPECT_FALSE(login_name().empty());
    EXPECT_FALSE(host_name().empty());
    EXPECT_EQ(environment_variable("INVITECTL_SURELY_NOT_SET"), std::nullopt);
}

TEST(DescriptorBuffer, writes_everything_in_order) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    std::string read;
    std::thread reader([&read, fd = ends[0]] {
        std::array<char, 4096> buffer{};
        for (ssize_t got = 0; (got = ::read(fd, buffer.data(), buffer.size())) > 0;) {
            read.append(buffer.data(), static_cast<std::size_t>(got));
        }
    });
    std::string expected;
    {
        DescriptorBuffer buffer(ends[1]);
        std::ostream out(&buffer);
        for (int i = 0; i < 50'000; ++i) {
            out << i << '\n';
            expected += std::to_string(i) + "\n";
        }
        const std::string large(200'000, 'x');
        out << large << std::flush;
        expected += large;
        EXPECT_TRUE(out);
        EXPECT_EQ(buffer.failure(), 0);
    }
    ::close(ends[1]);
    reader.join();
    ::close(ends[0]);
    EXPECT_EQ(read, expected);
}

TEST(DescriptorBuffer, remembers_why_writing_failed) {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    ASSERT_GE(full, 0);
    DescriptorBuffer buffer(full);
    std::ostream out(&buffer);
    out << "text" << std::flush;
    EXPECT_FALSE(out);
    EXPECT_EQ(buffer.failure(), ENOSPC);
    ::close(full);
}

TEST(SignalWatch, turns_a_signal_into_a_stop) {
    EXPECT_EQ(in_child([] {
                  const SignalWatch watch;
                  if (watch.token().stop_requested() || watch.caught() != 0) {
                      return 1;
                  }
                  ::kill(::getpid(), SIGTERM);
                  for (int i = 0; i < 1000 && !watch.token().stop_requested(); ++i) {
                      std::this_thread::sleep_for(5ms);
                  }
                  return watch.token().stop_requested() && watch.caught() == SIGTERM ? 0 : 2;
              }),
              0);
}

TEST(SignalWatch, a_second_signal_ends_the_process) {
    EXPECT_EQ(in_child([] {
                  const SignalWatch watch;
                  ::kill(::getpid(), SIGINT);
                  while (watch.caught() == 0) {
                      std::this_thread::sleep_for(1ms);
                  }
                  ::kill(::getpid(), SIGINT);
                  std::this_thread::sleep_for(60s);
                  return 0;
              }),
              130);
}

TEST(SignalWatch, ends_quietly) {
    EXPECT_EQ(in_child([] {
                  for (int i = 0; i < 100; ++i) {
                      const SignalWatch watch;
                  }
                  return 0;
              }),
              0);
    EXPECT_EQ(in_child([] {
                  { const SignalWatch watch; }
                  ::kill(::getpid(), SIGTERM);
                  std::this_thread::sleep_for(60s);
                  return 0;
              }),
              143);  // afterwards signals do what they always did
}

}  // namespace
}  // namespace invitectl::system
