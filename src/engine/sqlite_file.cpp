#include "engine/sqlite_file.hpp"

#include "invitectl/base/error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace invitectl::engine {

namespace {

constexpr mode_t kPrivateFile = 0600;
constexpr mode_t kPrivateFolder = 0700;

// https://www.sqlite.org/fileformat.html#the_database_header
constexpr std::size_t kHeaderSize = 100;
constexpr std::size_t kApplicationIdOffset = 68;
constexpr std::string_view kMagic{"SQLite format 3\0", 16};

class FileHandle {
  public:
    explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
    ~FileHandle() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    int get() const { return descriptor_; }

  private:
    int descriptor_;
};

Error file_error(const std::string& what, const std::string& path) {
    return {ErrorCode::file, what + " " + path, std::generic_category().message(errno)};
}

std::string read_header(int descriptor, const std::string& path) {
    std::string header(kHeaderSize, '\0');
    std::size_t filled = 0;
    while (filled < kHeaderSize) {
        const ssize_t got = ::read(descriptor, header.data() + filled, kHeaderSize - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw file_error("cannot read", path);
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    header.resize(filled);
    return header;
}

std::int32_t application_id(std::string_view header) {
    std::uint32_t id = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        id = id << 8U | static_cast<unsigned char>(header[kApplicationIdOffset + i]);
    }
    return static_cast<std::int32_t>(id);
}

void create_folders(const std::filesystem::path& folder) {
    if (folder.empty() || ::access(folder.c_str(), F_OK) == 0) {
        return;
    }
    create_folders(folder.parent_path());
    if (::mkdir(folder.c_str(), kPrivateFolder) != 0 && errno != EEXIST) {
        throw file_error("cannot create the folder", folder.string());
    }
}

}  // namespace

FileKind kind_of(const std::string& path) {
    const FileHandle file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return FileKind::absent;
        }
        if (errno == ELOOP) {
            throw Error(ErrorCode::file,
                        path + " is a symbolic link",
                        "a database is never opened through a link",
                        "name the file itself");
        }
        throw file_error("cannot open", path);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) {
        throw file_error("cannot look at", path);
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorCode::file, path + " is not a regular file");
    }
    if (status.st_size == 0) {
        return FileKind::empty;
    }
    const std::string header = read_header(file.get(), path);
    const bool sqlite = header.size() == kHeaderSize && header.starts_with(kMagic);
    return sqlite && application_id(header) == kApplicationId ? FileKind::ours : FileKind::foreign;
}

void create_private_file(const std::string& path) {
    create_folders(std::filesystem::path(path).parent_path());
    const FileHandle file(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kPrivateFile));
    if (file.get() < 0) {
        if (errno == EEXIST) {
            return;
        }
        throw file_error("cannot create", path);
    }
    if (::fchmod(file.get(), kPrivateFile) != 0) {
        throw file_error("cannot set the permissions of", path);
    }
}

void check_owner(const std::string& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        throw file_error("cannot look at", path);
    }
    if (status.st_uid != ::geteuid()) {
        throw Error(ErrorCode::file,
                    "the database " + path + " belongs to another user",
                    "files that SQLite keeps beside it would lock its owner out",
                    "run the command as the owner of the file");
    }
}

std::string resolved(const std::string& path) {
    const std::filesystem::path file(path);
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    std::error_code failure;
    const std::filesystem::path real = std::filesystem::canonical(folder, failure);
    return failure ? path : (real / file.filename()).string();
}

bool has_log(const std::string& path) {
    struct stat status {};
    return ::lstat((path + "-wal").c_str(), &status) == 0 && status.st_size > 0;
}

std::string immutable_uri(const std::string& path) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
        if (plain) {
            uri += c;
        } else {
            uri += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
        }
    }
    return uri + "?immutable=1";
}

}  // namespace invitectl::engine
