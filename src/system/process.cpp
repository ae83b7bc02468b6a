#include "invitectl/system/process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace invitectl::system {
namespace {

constexpr std::size_t kBufferSize = 65536;

// Back to the first column, and everything from there gone (ECMA-48 EL).
constexpr std::string_view kEraseLine = "\r\x1b[K";

// A descriptor that is open for nothing useful: reading standard input ends at once, writing to
// standard output fails.
void occupy_standard_streams() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF) {
            static_cast<void>(::open("/dev/null", O_RDONLY));  // takes the lowest free number
        }
    }
}

}  // namespace

void harden_process() {
    occupy_standard_streams();
    ::umask(S_IRWXG | S_IRWXO);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    const rlimit no_core = {0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGUSR1, SIG_IGN);  // asks what is going on; nothing, where nobody waits for it
}

std::optional<std::string> environment_variable(const std::string& name) {
    const char* value = ::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nobody sets any
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string login_name() {
    std::array<char, 4096> memory{};
    passwd entry{};
    passwd* found = nullptr;
    const uid_t user = ::geteuid();
    if (::getpwuid_r(user, &entry, memory.data(), memory.size(), &found) == 0 && found != nullptr) {
        return found->pw_name;
    }
    return std::to_string(user);
}

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

bool is_terminal(int descriptor) {
    return ::isatty(descriptor) == 1;
}

std::optional<int> terminal_width(int descriptor) {
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
        return {};
    }
    return size.ws_col;
}

DescriptorBuffer::DescriptorBuffer(int descriptor) : descriptor_(descriptor) {
    buffer_.reserve(kBufferSize);
}

bool DescriptorBuffer::write_all(const char* bytes, std::size_t count) {
    while (count > 0 && failure_ == 0) {
        const ssize_t written = ::write(descriptor_, bytes, count);
        if (written < 0) {
            failure_ = errno == EINTR ? 0 : errno;
            continue;
        }
        bytes += written;
        count -= static_cast<std::size_t>(written);
    }
    return failure_ == 0;
}

// The status line goes first, and is drawn again by whoever keeps it.
bool DescriptorBuffer::write_past_status(const char* bytes, std::size_t count) {
    const std::lock_guard lock(mutex_);
    if (status_shown_ && count > 0) {
        write_all(kEraseLine.data(), kEraseLine.size());
        status_shown_ = false;
    }
    return write_all(bytes, count);
}

void DescriptorBuffer::show_status(std::string_view line) {
    const std::lock_guard lock(mutex_);
    if (line.empty() && !status_shown_) {
        return;
    }
    const std::string whole = std::string(kEraseLine) + std::string(line);
    write_all(whole.data(), whole.size());
    status_shown_ = !line.empty();
}

void DescriptorBuffer::write_line(std::string_view line) {
    const std::string whole = std::string(line) + "\n";
    write_past_status(whole.data(), whole.size());
}

bool DescriptorBuffer::flush_buffer() {
    const bool written = write_past_status(buffer_.data(), buffer_.size());
    buffer_.clear();
    return written;
}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type c) {
    if (traits_type::eq_int_type(c, traits_type::eof())) {
        return traits_type::not_eof(c);
    }
    const char byte = traits_type::to_char_type(c);
    return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
}

int DescriptorBuffer::sync() {
    return flush_buffer() ? 0 : -1;
}

std::streamsize DescriptorBuffer::xsputn(const char* bytes, std::streamsize count) {
    const auto size = static_cast<std::size_t>(count);
    if (buffer_.size() + size > kBufferSize && !flush_buffer()) {
        return 0;
    }
    if (size > kBufferSize) {
        return write_past_status(bytes, size) ? count : 0;
    }
    buffer_.append(bytes, size);
    return count;
}

}  // namespace invitectl::system
