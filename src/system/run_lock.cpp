#include "invitectl/system/run_lock.hpp"

#include "invitectl/base/time_text.hpp"
#include "invitectl/system/process.hpp"

#include "system/descriptor.hpp"
#include "system/folders.hpp"
#include "system/lock_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace invitectl::system {
namespace {

using namespace std::chrono_literals;

constexpr mode_t kPrivateFile = 0600;
constexpr std::chrono::nanoseconds kBetweenTries = 50ms;

class FileLock final : public HeldLock {
  public:
    explicit FileLock(Descriptor file) : file_(std::move(file)) {}
    // What the file says is about a holder; nobody holds it from here on.
    ~FileLock() override { static_cast<void>(::ftruncate(file_.get(), 0) == 0); }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

  private:
    Descriptor file_;
};

class FileRunLock final : public RunLock {
  public:
    FileRunLock(std::string path, Clock& clock, std::stop_token stop)
        : path_(std::move(path)), clock_(clock), stop_(std::move(stop)) {}

    std::unique_ptr<HeldLock> take(const std::string& command, Duration patience) override {
        Descriptor file = open_file();
        const auto deadline = clock_.monotonic() + patience;
        while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK && errno != EINTR) {
                throw system_error("cannot lock", path_);
            }
            if (stop_.stop_requested()) {
                throw Error(ErrorCode::interrupted, "interrupted while waiting for another run");
            }
            const auto left = deadline - clock_.monotonic();
            if (left <= 0ns) {
                throw held_by_other(file.get());
            }
            clock_.sleep(std::min(left, kBetweenTries));
        }
        write_content(file.get(), command);
        return std::make_unique<FileLock>(std::move(file));
    }

  private:
    Descriptor open_file() const {
        create_private_folders(std::filesystem::path(path_).parent_path());
        Descriptor file(
            ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kPrivateFile));
        if (!file.is_open()) {
            throw system_error("cannot open the lock file", path_);
        }
        return file;
    }

    void write_content(int file, const std::string& command) {
        if (::fchmod(file, kPrivateFile) != 0 || ::ftruncate(file, 0) != 0) {
            throw system_error("cannot write the lock file", path_);
        }
        write_all(file,
                  lock_content({std::to_string(::getpid()), host_name(), command, clock_.now()}),
                  path_);
    }

    Error held_by_other(int file) {
        const LockContent holder = read_lock_content(file, path_);
        std::string why;
        if (!holder.process.empty()) {
            why = "\"" + holder.command + "\" (process " + holder.process + " on " + holder.host +
                  ")";
            why += holder.since ? " has been running for " + age(*holder.since) : " is running";
        }
        return {ErrorCode::lock_held,
                "another run is at work on this database",
                why,
                "wait for it, or let this command wait: --lock-wait 5m"};
    }

    std::string age(Instant since) {
        const auto whole_seconds =
            std::chrono::floor<std::chrono::seconds>(std::max(clock_.now() - since, Duration{0}));
        return format_duration(whole_seconds);
    }

    std::string path_;
    Clock& clock_;
    std::stop_token stop_;
};

}  // namespace

std::unique_ptr<RunLock> file_run_lock(const std::string& database_path,
                                       Clock& clock,
                                       std::stop_token stop) {
    return std::make_unique<FileRunLock>(database_path + ".lock", clock, std::move(stop));
}

}  // namespace invitectl::system
