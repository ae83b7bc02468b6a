#include "invitectl/system/host_inspector.hpp"

#include "invitectl/base/time_text.hpp"

#include "system/descriptor.hpp"
#include "system/lock_file.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <linux/magic.h>
#include <sstream>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace invitectl::system {
namespace {

struct KnownKind {
    long magic;
    const char* name;
    bool network;
};

// statfs(2); those that <linux/magic.h> leaves out are written as it gives them.
constexpr std::array kKinds = {
    KnownKind{EXT4_SUPER_MAGIC, "ext4", false},
    KnownKind{XFS_SUPER_MAGIC, "xfs", false},
    KnownKind{BTRFS_SUPER_MAGIC, "btrfs", false},
    KnownKind{F2FS_SUPER_MAGIC, "f2fs", false},
    KnownKind{TMPFS_MAGIC, "tmpfs", false},
    KnownKind{OVERLAYFS_SUPER_MAGIC, "overlay", false},
    KnownKind{0x2FC12FC1, "zfs", false},
    KnownKind{NFS_SUPER_MAGIC, "nfs", true},
    KnownKind{SMB_SUPER_MAGIC, "smb", true},
    KnownKind{static_cast<long>(0xFF534D42U), "cifs", true},
    KnownKind{static_cast<long>(0xFE534D42U), "smb2", true},
    KnownKind{CEPH_SUPER_MAGIC, "ceph", true},
    KnownKind{AFS_SUPER_MAGIC, "afs", true},
    KnownKind{V9FS_MAGIC, "9p", true},
    KnownKind{0x65735546, "fuse", true},  // sshfs and its like
};

std::filesystem::path existing_folder(std::filesystem::path path) {
    std::error_code ignored;
    path = std::filesystem::absolute(path, ignored);
    while (path.has_relative_path() && !std::filesystem::is_directory(path, ignored)) {
        path = path.parent_path();
    }
    return path;
}

// dm-crypt volumes say so in sysfs: https://docs.kernel.org/admin-guide/device-mapper/
bool on_crypt_volume(const std::filesystem::path& folder) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0) {
        return false;
    }
    std::ifstream uuid("/sys/dev/block/" + std::to_string(major(status.st_dev)) + ":" +
                       std::to_string(minor(status.st_dev)) + "/dm/uuid");
    std::string text;
    return std::getline(uuid, text) && text.starts_with("CRYPT-");
}

// Without trying to take it, which a run that starts now would notice. Lines of proc(5) locks:
// "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF".
bool is_locked(const struct stat& file) {
    std::ostringstream wanted;
    wanted << std::hex << std::uppercase;
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        std::istringstream words(line);
        std::string number;
        std::string kind;
        std::string advisory;
        std::string access;
        std::string process;
        std::string place;
        words >> number >> kind >> advisory >> access >> process >> place;
        unsigned device_major = 0;
        unsigned device_minor = 0;
        unsigned long long inode = 0;
        if (kind == "FLOCK" &&
            std::sscanf(place.c_str(), "%x:%x:%llu", &device_major, &device_minor, &inode) == 3 &&
            inode == file.st_ino && device_major == major(file.st_dev) &&
            device_minor == minor(file.st_dev)) {
            return true;
        }
    }
    return false;
}

class ThisHost final : public HostInspector {
  public:
    std::optional<FileFacts> file(const std::string& path) override {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) {
            return {};
        }
        return FileFacts{.regular = S_ISREG(status.st_mode),
                         .bytes = status.st_size,
                         .own = status.st_uid == ::geteuid() || status.st_uid == 0,
                         .others_read = (status.st_mode & (S_IRGRP | S_IROTH)) != 0,
                         .others_write = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0};
    }

    std::optional<DiskFacts> disk(const std::string& path) override {
        const std::filesystem::path folder = existing_folder(path);
        struct statvfs space {};
        struct statfs kind {};
        if (::statvfs(folder.c_str(), &space) != 0 || ::statfs(folder.c_str(), &kind) != 0) {
            return {};
        }
        DiskFacts facts;
        facts.free_bytes = static_cast<std::int64_t>(space.f_bavail * space.f_frsize);
        const auto known =
            std::ranges::find(kKinds, static_cast<long>(kind.f_type), &KnownKind::magic);
        if (known != kKinds.end()) {
            facts.kind = known->name;
            facts.network = known->network;
        }
        facts.encrypted = on_crypt_volume(folder);
        return facts;
    }

    std::optional<LockHolder> lock_holder(const std::string& database_path) override {
        const std::string path = database_path + ".lock";
        const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
        struct stat status {};
        if (!file.is_open() || ::fstat(file.get(), &status) != 0 || !is_locked(status)) {
            return {};
        }
        const LockContent content = read_lock_content(file.get(), path);
        return LockHolder{content.command, content.process, content.host, content.since};
    }
};

}  // namespace

std::unique_ptr<HostInspector> host_inspector() {
    return std::make_unique<ThisHost>();
}

}  // namespace invitectl::system
