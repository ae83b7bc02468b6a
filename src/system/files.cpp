#include "invitectl/system/files.hpp"

#include "system/descriptor.hpp"
#include "system/folders.hpp"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace invitectl::system {
namespace {

constexpr std::size_t kLargestFile = 1U << 20U;

// A file under a name of its own that disappears unless it was published.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& target)
        : path_(target + ".XXXXXX"), file_(::mkostemp(path_.data(), O_CLOEXEC)) {
        if (!file_.is_open()) {
            throw system_error("cannot create a file beside", target);
        }
    }
    ~TemporaryFile() { ::unlink(path_.c_str()); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void fill(std::string_view contents) {
        write_all(file_.get(), contents, path_);
        if (::fsync(file_.get()) != 0) {
            throw system_error("cannot write", path_);
        }
    }

    // link(2) fails where rename(2) would overwrite.
    void publish(const std::string& target) {
        if (::link(path_.c_str(), target.c_str()) == 0) {
            return;
        }
        if (errno == EEXIST) {
            throw Error(ErrorCode::already_exists,
                        target + " exists already",
                        "it is never overwritten",
                        "edit it, or move it away first");
        }
        throw system_error("cannot create", target);
    }

  private:
    std::string path_;
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
        const std::filesystem::path parent = std::filesystem::path(path).parent_path();
        create_private_folders(parent);
        TemporaryFile temporary(path);
        temporary.fill(contents);
        temporary.publish(path);
        sync_folder(parent.empty() ? "." : parent);
    }
};

}  // namespace

std::unique_ptr<Files> private_files() {
    return std::make_unique<PrivateFiles>();
}

}  // namespace invitectl::system
