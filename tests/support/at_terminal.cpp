#include "tests/support/at_terminal.hpp"

#include "tests/support/canary.hpp"

#include <array>
#include <csignal>
#include <poll.h>
#include <pty.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace invitectl::testing {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> out;
    for (std::string& word : words) {
        out.push_back(word.data());
    }
    out.push_back(nullptr);
    return out;
}

std::chrono::milliseconds left_until(Clock::time_point deadline) {
    return std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()));
}

}  // namespace

AtTerminal::AtTerminal(const Launch& launch, int width) {
    is_ours_ = is_ours(launch);
    std::vector<std::string> arguments = launch.arguments;
    std::vector<std::string> environment;
    for (const auto& [name, value] : launch.environment) {
        environment.push_back(name + "=" + value);
    }
    const auto argv = pointers(arguments);
    const auto envp = pointers(environment);
    winsize size{};
    size.ws_col = static_cast<unsigned short>(width);
    size.ws_row = 24;
    pid_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
    if (pid_ < 0) {
        throw std::runtime_error("no pseudo-terminal");
    }
    if (pid_ == 0) {
        ::execve(argv.front(), argv.data(), envp.data());
        ::_exit(127);
    }
}

AtTerminal::~AtTerminal() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    ::close(terminal_);
}

bool AtTerminal::read_some(std::chrono::milliseconds patience) {
    pollfd end{terminal_, POLLIN, 0};
    if (::poll(&end, 1, static_cast<int>(patience.count())) <= 0) {
        return false;
    }
    std::array<char, 4096> buffer{};
    const ssize_t got = ::read(terminal_, buffer.data(), buffer.size());
    if (got <= 0) {  // EIO: the program is gone
        return false;
    }
    bytes_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

bool AtTerminal::sees(const std::string& text, std::chrono::milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    for (;;) {
        if (const auto at = bytes_.find(text, seen_); at != std::string::npos) {
            seen_ = at + text.size();
            return true;
        }
        if (!read_some(left_until(deadline))) {
            return false;
        }
    }
}

void AtTerminal::press(const std::string& keys) {
    if (::write(terminal_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) {
        throw std::runtime_error("cannot type");
    }
}

void AtTerminal::type(const std::string& line) {
    press(line + "\n");
}

void AtTerminal::signal(int number) const {
    if (pid_ > 0) {
        ::kill(pid_, number);
    }
}

int AtTerminal::wait(std::chrono::milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    while (read_some(left_until(deadline))) {
    }
    if (left_until(deadline) == 0ms) {
        ::kill(pid_, SIGKILL);
    }
    int raw = 0;
    ::waitpid(pid_, &raw, 0);
    pid_ = -1;
    require_no_token(bytes_, "what a terminal showed");
    if (is_ours_ && WIFEXITED(raw)) {
        require_documented(WEXITSTATUS(raw), bytes_);
    }
    return WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
}

}  // namespace invitectl::testing
