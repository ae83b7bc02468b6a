#include "system/child.hpp"

#include "system/descriptor.hpp"
#include "system/secret_buffer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

extern char** environ;

namespace invitectl::system {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

Error failure(const std::string& program, const std::string& why) {
    return {ErrorCode::no_token,
            "the token command " + program + " failed",
            why,
            "run it by hand: it must print the token and nothing else"};
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> out;
    for (std::string& word : words) {
        out.push_back(word.data());
    }
    out.push_back(nullptr);
    return out;
}

std::vector<std::string> environment_without(const std::vector<std::string>& hidden) {
    std::vector<std::string> kept;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const std::string name(text.substr(0, text.find('=')));
        if (std::ranges::find(hidden, name) == hidden.end()) {
            kept.emplace_back(text);
        }
    }
    return kept;
}

// What the child starts with: our pipe as output, no input, and signals as a shell would leave them
// (we may block or ignore some).
class SpawnSettings {
  public:
    explicit SpawnSettings(int output) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        sigset_t defaults;
        sigemptyset(&defaults);
        for (const int number : {SIGINT, SIGTERM, SIGPIPE}) {
            sigaddset(&defaults, number);
        }
        posix_spawnattr_setsigdefault(&attributes_, &defaults);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    const posix_spawn_file_actions_t* actions() const { return &actions_; }
    const posix_spawnattr_t* attributes() const { return &attributes_; }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

// A child that is ended and reaped when forgotten.
class Child {
  public:
    Child(std::vector<std::string> command, const std::vector<std::string>& hidden, int output) {
        auto variables = environment_without(hidden);
        const SpawnSettings settings(output);
        const int error = ::posix_spawnp(&pid_,
                                         command.front().c_str(),
                                         settings.actions(),
                                         settings.attributes(),
                                         pointers(command).data(),
                                         pointers(variables).data());
        if (error != 0) {
            pid_ = -1;
            throw failure(command.front(), std::generic_category().message(error));
        }
    }
    ~Child() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            wait();
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    int wait() {
        int raw = 0;
        while (::waitpid(pid_, &raw, 0) < 0 && errno == EINTR) {
        }
        pid_ = -1;
        return raw;
    }

  private:
    pid_t pid_ = -1;
};

// False at the end of the output.
bool read_some(int descriptor,
               SecretBuffer& into,
               SteadyTime deadline,
               const std::string& program) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd end = {descriptor, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&end, 1, static_cast<int>(left.count())) == 0) {
        throw failure(program, "it did not finish in time");
    }
    const ssize_t got = into.read_some(descriptor);
    if (got < 0) {
        return errno == EINTR;
    }
    if (into.is_full()) {
        throw failure(program, "it prints more than a token");
    }
    return got > 0;
}

}  // namespace

Secret read_from_child(const std::vector<std::string>& command,
                       const std::vector<std::string>& hidden,
                       std::chrono::milliseconds patience) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw system_error("cannot start", command.front());
    }
    const Descriptor read_end(ends[0]);
    Descriptor write_end(ends[1]);
    Child child(command, hidden, write_end.get());
    write_end.close();
    const SteadyTime deadline = std::chrono::steady_clock::now() + patience;
    SecretBuffer output;
    while (read_some(read_end.get(), output, deadline, command.front())) {
    }
    const int raw = child.wait();
    if (!WIFEXITED(raw) || WEXITSTATUS(raw) != 0) {
        throw failure(command.front(),
                      WIFEXITED(raw) ? "it ended with status " + std::to_string(WEXITSTATUS(raw))
                                     : "signal " + std::to_string(WTERMSIG(raw)) + " ended it");
    }
    return output.take();
}

}  // namespace invitectl::system
