// The files of the database and the disk they are on.
#include "invitectl/base/time_text.hpp"
#include "invitectl/workflow/checkup.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace invitectl::workflow {

namespace {

constexpr std::int64_t kMegabyte = 1'000'000;
constexpr std::int64_t kLeastFree = 50 * kMegabyte;
constexpr Duration kHangs = std::chrono::hours{2};

Check check_mode(const FileFacts& file, const std::string& path) {
    if (!file.own || file.others_read || file.others_write) {
        return {"database-file",
                "",
                Health::failure,
                file.own ? "others may read " + path : path + " belongs to another user",
                "it holds who joined, when and by whom",
                file.own ? "chmod 600 " + path : "run invitectl as its owner, or chown the file"};
    }
    return {"database-file", "", Health::ok, "only you can read " + path};
}

// A database doubles for a moment while it is backed up or brought to a newer version.
Check check_space(const DiskFacts& disk, std::int64_t database_bytes) {
    const std::int64_t wanted = std::max(kLeastFree, 2 * database_bytes);
    const std::string free = fmt::format("{} MB are free", disk.free_bytes / kMegabyte);
    if (disk.free_bytes >= wanted) {
        return {"disk-space", "", Health::ok, free};
    }
    return {"disk-space",
            "",
            Health::failure,
            "the disk is nearly full: " + free,
            fmt::format("a sync that finds no room stores nothing; {} MB should be free",
                        wanted / kMegabyte),
            "make room on the disk of the database"};
}

Check check_kind(const DiskFacts& disk) {
    if (!disk.network) {
        return {"file-system",
                "",
                Health::ok,
                "the database is on a local file system" +
                    (disk.kind.empty() ? "" : " (" + disk.kind + ")")};
    }
    return {"file-system",
            "",
            Health::failure,
            "the database is on a network file system (" + disk.kind + ")",
            "SQLite's log needs shared memory and locks, which are not reliable there",
            "move the database to a local disk and name it with --db"};
}

Check check_encryption(const DiskFacts& disk) {
    if (disk.encrypted) {
        return {"encryption", "", Health::ok, "the disk is encrypted"};
    }
    return {"encryption",
            "",
            Health::note,
            "the disk is not known to be encrypted",
            "Discord's developer terms ask that what is kept of its users is encrypted at rest",
            "put the database on an encrypted volume, if this one is none"};
}

Check check_lock(HostInspector& machine, const std::string& database_path, Instant now) {
    const auto holder = machine.lock_holder(database_path);
    if (!holder) {
        return {"lock", "", Health::ok, "no run is at work"};
    }
    const std::string who =
        "\"" + holder->command + "\" (process " + holder->process + " on " + holder->host + ")";
    if (!holder->since || now - *holder->since < kHangs) {
        return {"lock", "", Health::ok, who + " is at work"};
    }
    return {"lock",
            "",
            Health::warning,
            who + " has been at work for " +
                format_duration(std::chrono::floor<std::chrono::minutes>(now - *holder->since)),
            "no other run can begin meanwhile",
            "look at what it does: kill -USR1 " + holder->process + "; end it: kill " +
                holder->process};
}

}  // namespace

std::vector<Check> check_files(HostInspector& machine,
                               const std::string& database_path,
                               Instant now) {
    std::vector<Check> checks;
    const auto file = machine.file(database_path);
    if (file) {
        checks.push_back(check_mode(*file, database_path));
    } else {
        checks.push_back(
            {"database-file", "", Health::skipped, "not looked at", "there is no database"});
    }
    if (const auto disk = machine.disk(database_path)) {
        checks.push_back(check_space(*disk, file ? file->bytes : 0));
        checks.push_back(check_kind(*disk));
        checks.push_back(check_encryption(*disk));
    }
    checks.push_back(check_lock(machine, database_path, now));
    return checks;
}

}  // namespace invitectl::workflow
