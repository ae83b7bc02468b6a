#include "invitectl/system/files.hpp"

#include "invitectl/system/process.hpp"

#include "system/descriptor.hpp"
#include "system/folders.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <istream>
#include <ostream>
#include <sys/stat.h>
#include <unistd.h>

namespace invitectl::system {
namespace {

constexpr std::size_t kLargestFile = 1U << 20U;

Error taken(const std::string& path) {
    return {ErrorCode::already_exists,
            path + " exists already",
            "it is never overwritten",
            "edit it, or move it away first"};
}

std::filesystem::path folder_of(const std::string& path) {
    const std::filesystem::path parent = std::filesystem::path(path).parent_path();
    return parent.empty() ? "." : parent;
}

// A file that disappears unless it was published. It has no name until then, so that not even a
// killed process leaves one behind; where the file system knows no such files, a name of its own.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& target)
        : target_(target), file_(open_beside(target, path_)) {
        if (!file_.is_open()) {
            path_.clear();
            throw system_error("cannot create a file beside", target);
        }
    }
    ~TemporaryFile() {
        if (!path_.empty()) {
            ::unlink(path_.c_str());
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void fill(std::string_view contents) {
        write_all(file_.get(), contents, target_);
        flush();
    }

    void flush() {
        if (::fsync(file_.get()) != 0) {
            throw system_error("cannot write", target_);
        }
    }

    int descriptor() const { return file_.get(); }

    // link(2) fails where rename(2) would overwrite.
    void publish(const std::string& target) {
        if (link_to(target)) {
            return;
        }
        if (errno == EEXIST) {
            throw taken(target);
        }
        throw system_error("cannot create", target);
    }

    // With the mode of the file it takes the place of.
    void publish_over(const std::string& target) {
        struct stat status {};
        replace(target, ::stat(target.c_str(), &status) == 0 ? status.st_mode & 0777U : kPrivate);
    }

    // Only what has a name can take a place.
    void replace(const std::string& target, mode_t mode) {
        if (::fchmod(file_.get(), mode) != 0) {
            throw system_error("cannot write", target);
        }
        if (path_.empty()) {
            const std::string name = target + "." + std::to_string(::getpid());
            ::unlink(name.c_str());
            if (!link_to(name)) {
                throw system_error("cannot create a file beside", target);
            }
            path_ = name;
        }
        if (::rename(path_.c_str(), target.c_str()) != 0) {
            throw system_error("cannot write", target);
        }
        path_.clear();
    }

  private:
    static constexpr mode_t kPrivate = 0600;

    static int open_beside(const std::string& target, std::string& path) {
        const int unnamed =
            ::open(folder_of(target).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, kPrivate);
        if (unnamed >= 0) {
            return unnamed;
        }
        path = target + ".XXXXXX";
        return ::mkostemp(path.data(), O_CLOEXEC);
    }

    bool link_to(const std::string& name) const {
        if (!path_.empty()) {
            return ::link(path_.c_str(), name.c_str()) == 0;
        }
        const std::string here = "/proc/self/fd/" + std::to_string(file_.get());
        return ::linkat(AT_FDCWD, here.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
    }

    std::string target_;
    std::string path_;  // empty: it has no name
    Descriptor file_;
};

// So that the new name itself survives a power cut.
void sync_folder(const std::filesystem::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.is_open()) {
        ::fsync(opened.get());
    }
}

void check_trust(const struct stat& status, const std::string& path) {
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorCode::file, path + " is not a regular file");
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        throw Error(ErrorCode::refused,
                    path + " belongs to another user",
                    "what it says would be done in your name",
                    "use a file of your own");
    }
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        throw Error(ErrorCode::refused,
                    "others may write to " + path,
                    "what they write would be done in your name",
                    "chmod go-w " + path);
    }
}

// A stream buffer cannot return an error, so reading throws it.
class Source final : public std::streambuf {
  public:
    explicit Source(std::string path)
        : path_(std::move(path)), file_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
        struct stat status {};
        if (!file_.is_open() || ::fstat(file_.get(), &status) != 0) {
            throw system_error("cannot read", path_);
        }
        if (S_ISDIR(status.st_mode)) {
            throw Error(ErrorCode::file, "cannot read " + path_, "it is a folder");
        }
    }

  protected:
    int_type underflow() override {
        ssize_t got = -1;
        do {
            got = ::read(file_.get(), buffer_.data(), buffer_.size());
        } while (got < 0 && errno == EINTR);
        if (got < 0) {
            throw system_error("cannot read", path_);
        }
        setg(buffer_.data(), buffer_.data(), buffer_.data() + got);
        return got == 0 ? traits_type::eof() : traits_type::to_int_type(buffer_.front());
    }

  private:
    std::string path_;
    Descriptor file_;
    std::array<char, 65536> buffer_{};
};

class SourceStream final : public std::istream {
  public:
    explicit SourceStream(const std::string& path) : std::istream(nullptr), source_(path) {
        rdbuf(&source_);
    }

  private:
    Source source_;
};

class FileBeingWritten final : public NewFile {
  public:
    enum class Over { nothing, what_is_there };

    FileBeingWritten(std::string path, Over over)
        : path_(std::move(path)),
          over_(over),
          file_(path_),
          buffer_(file_.descriptor()),
          stream_(&buffer_) {}

    std::ostream& stream() override { return stream_; }

    void publish() override {
        stream_.flush();
        if (buffer_.failure() != 0) {
            errno = buffer_.failure();
            throw system_error("cannot write", path_);
        }
        file_.flush();
        if (over_ == Over::nothing) {
            file_.publish(path_);
        } else {
            file_.publish_over(path_);
        }
        sync_folder(folder_of(path_));
    }

  private:
    std::string path_;
    Over over_;
    TemporaryFile file_;
    DescriptorBuffer buffer_;
    std::ostream stream_;
};

class PrivateFiles final : public Files {
  public:
    std::optional<std::string> read_trusted(const std::string& path) override {
        // O_NONBLOCK: a FIFO in its place must not keep us waiting.
        const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        if (!file.is_open()) {
            if (errno == ENOENT || errno == ENOTDIR) {
                return {};
            }
            throw system_error("cannot read", path);
        }
        struct stat status {};
        if (::fstat(file.get(), &status) != 0) {
            throw system_error("cannot look at", path);
        }
        check_trust(status, path);
        return read_all(file.get(), kLargestFile, path);
    }

    void create(const std::string& path, std::string_view contents) override {
        create_private_folders(std::filesystem::path(path).parent_path());
        TemporaryFile temporary(path);
        temporary.fill(contents);
        temporary.publish(path);
        sync_folder(folder_of(path));
    }

    void replace(const std::string& path, std::string_view contents) override {
        std::error_code ignored;
        const std::string real = std::filesystem::weakly_canonical(path, ignored).string();
        const std::string target = real.empty() ? path : real;
        create_private_folders(std::filesystem::path(target).parent_path());
        TemporaryFile temporary(target);
        temporary.fill(contents);
        temporary.publish_over(target);
        sync_folder(folder_of(target));
    }

    void publish(const std::string& path, std::string_view contents) override {
        constexpr mode_t kReadableByAll = 0644;
        TemporaryFile temporary(path);
        temporary.fill(contents);
        temporary.replace(path, kReadableByAll);
    }

    std::unique_ptr<std::istream> open(const std::string& path) override {
        return std::make_unique<SourceStream>(path);
    }

    std::unique_ptr<NewFile> begin(const std::string& path) override {
        std::error_code ignored;
        if (std::filesystem::exists(path, ignored)) {
            throw taken(path);
        }
        return std::make_unique<FileBeingWritten>(path, FileBeingWritten::Over::nothing);
    }

    std::unique_ptr<NewFile> begin_anew(const std::string& path) override {
        std::error_code ignored;
        const std::string real = std::filesystem::weakly_canonical(path, ignored).string();
        return std::make_unique<FileBeingWritten>(real.empty() ? path : real,
                                                  FileBeingWritten::Over::what_is_there);
    }
};

}  // namespace

std::unique_ptr<Files> private_files() {
    return std::make_unique<PrivateFiles>();
}

}  // namespace invitectl::system
