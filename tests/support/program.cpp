#include "tests/support/program.hpp"

#include "tests/support/canary.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace invitectl::testing {
namespace {

struct Pipe {
    int read_end;
    int write_end;
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("pipe failed");
    }
    return {ends[0], ends[1]};
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> out;
    for (std::string& word : words) {
        out.push_back(word.data());
    }
    out.push_back(nullptr);
    return out;
}

// Appends what can be read now; false at the end of the stream.
bool drain(int fd, std::string& into) {
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got <= 0) {
        return false;
    }
    into.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

// What `help exit-codes` lists; said here a second time, so that a new one is a decision.
bool is_documented(int status) {
    constexpr std::array kCodes = {0, 1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 130, 143};
    return std::find(kCodes.begin(), kCodes.end(), status) != kCodes.end();
}

void close_if_open(int& fd) {
    if (fd >= 0) {
        ::close(fd);
        fd = -1;
    }
}

}  // namespace

bool is_ours(const Launch& launch) {
    return std::filesystem::path(launch.arguments.front()).filename() == "invitectl";
}

void require_documented(int status, const std::string& said) {
    if (!is_documented(status)) {
        std::fprintf(stderr,
                     "%s\ninvitectl ended with the undocumented exit code %d\n",
                     said.c_str(),
                     status);
        std::abort();
    }
}

Running::Running(const Launch& launch) {
    std::vector<std::string> words = launch.arguments;
    std::vector<std::string> settings;
    for (const auto& [name, value] : launch.environment) {
        settings.push_back(name + "=" + value);
    }
    is_ours_ = is_ours(launch);
    auto argv = pointers(words);
    auto envp = pointers(settings);

    const Pipe in = make_pipe();
    const Pipe out = make_pipe();
    const Pipe err = make_pipe();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(in.read_end, STDIN_FILENO);
        ::dup2(out.write_end, STDOUT_FILENO);
        ::dup2(err.write_end, STDERR_FILENO);
        ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
    ::close(in.read_end);
    ::close(out.write_end);
    ::close(err.write_end);
    out_ = out.read_end;
    err_ = err.read_end;
    // Inputs of tests are far smaller than a pipe holds, so this cannot block.
    if (!launch.input.empty() &&
        ::write(in.write_end, launch.input.data(), launch.input.size()) < 0) {
        ::close(in.write_end);
        throw std::runtime_error("cannot write to the program's input");
    }
    ::close(in.write_end);
}

Running::~Running() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    close_if_open(out_);
    close_if_open(err_);
}

void Running::signal(int number) const {
    if (pid_ > 0) {
        ::kill(pid_, number);
    }
}

void Running::collect(std::chrono::steady_clock::time_point deadline) {
    while (out_ >= 0 || err_ >= 0) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            ::kill(pid_, SIGKILL);
            return;
        }
        std::array<pollfd, 2> ends = {{{out_, POLLIN, 0}, {err_, POLLIN, 0}}};
        if (::poll(ends.data(), ends.size(), static_cast<int>(left.count())) <= 0) {
            continue;
        }
        if (ends[0].revents != 0 && !drain(out_, result_.out)) {
            close_if_open(out_);
        }
        if (ends[1].revents != 0 && !drain(err_, result_.err)) {
            close_if_open(err_);
        }
    }
}

Finished Running::wait(std::chrono::milliseconds patience) {
    collect(std::chrono::steady_clock::now() + patience);
    int raw = 0;
    ::waitpid(pid_, &raw, 0);
    pid_ = -1;
    result_.status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    if (is_ours_ && WIFEXITED(raw)) {
        require_documented(result_.status, result_.err);
    }
    if (is_ours_) {
        require_no_token(result_.out, "what invitectl printed");
        require_no_token(result_.err, "what invitectl said");
    }
    return result_;
}

Finished run(const Launch& launch) {
    return Running(launch).wait();
}

TemporaryFolder::TemporaryFolder() {
    path_ = (std::filesystem::temp_directory_path() / "invitectl-test-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) {
        throw std::runtime_error("cannot create a temporary folder");
    }
}

TemporaryFolder::~TemporaryFolder() {
    require_no_token_in(path_);
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

void write_file(const std::string& path, const std::string& text, mode_t mode) {
    if (holds_token(text)) {
        allow_token_in(path);
    }
    std::ofstream(path, std::ios::binary) << text;
    if (::chmod(path.c_str(), mode) != 0) {
        throw std::runtime_error("cannot set the mode of " + path);
    }
}

}  // namespace invitectl::testing
