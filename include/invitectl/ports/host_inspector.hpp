// What the machine says of files and disks, for those who check a set-up. Reads only.
#pragma once

#include "invitectl/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace invitectl {

struct FileFacts {
    bool regular = false;
    std::int64_t bytes = 0;
    bool own = false;          // ours, or root's
    bool others_read = false;  // group or others
    bool others_write = false;
};

struct DiskFacts {
    std::int64_t free_bytes = 0;  // for an ordinary user
    std::string kind{};           // "ext4", "nfs" …; empty: unknown
    bool network = false;         // locks and shared memory cannot be relied on there
    bool encrypted = false;       // known to be; false proves nothing
};

// Who is at work on a database.
struct LockHolder {
    std::string command;
    std::string process;
    std::string host;
    std::optional<Instant> since;
};

class HostInspector {
  public:
    virtual ~HostInspector() = default;

    // Nothing where there is no such file, or it cannot be looked at.
    virtual std::optional<FileFacts> file(const std::string& path) = 0;
    // Of the nearest folder of the path that exists.
    virtual std::optional<DiskFacts> disk(const std::string& path) = 0;
    // Who holds the run lock of the database now; nothing where nobody does.
    virtual std::optional<LockHolder> lock_holder(const std::string& database_path) = 0;
};

}  // namespace invitectl
