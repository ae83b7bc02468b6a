#include "engine/sqlite_errors.hpp"

#include <new>
#include <sqlite3.h>

namespace invitectl::engine {

namespace {

constexpr int kPrimaryCode = 0xff;  // the low byte of an extended result code

Error damaged(const std::string& message, const std::string& path) {
    return {ErrorCode::damaged_database,
            "the database " + path + " is damaged",
            message,
            "restore a copy of the file, and keep the damaged one aside"};
}

Error busy(const std::string& path) {
    return {ErrorCode::database,
            "the database " + path + " is in use",
            "another program kept it locked for more than 5 seconds",
            "run the command again in a moment"};
}

Error unwritable(const std::string& message, const std::string& path) {
    return {ErrorCode::file,
            "the database " + path + " cannot be written",
            message,
            "check the permissions of the file and of its folder"};
}

Error unusable(const std::string& message, const std::string& path) {
    return {ErrorCode::file,
            "the database " + path + " cannot be read or written",
            message,
            "check the disk, and the permissions of the file and of its folder"};
}

}  // namespace

Error translated(int code, const std::string& message, const std::string& path) {
    switch (code & kPrimaryCode) {
        case SQLITE_NOMEM:
            throw std::bad_alloc();
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return damaged(message, path);
        case SQLITE_FULL:
            return {ErrorCode::disk_full,
                    "no space left for the database " + path,
                    message,
                    "free some space and run the command again"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return busy(path);
        case SQLITE_READONLY:
            return unwritable(message, path);
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_IOERR:
            return unusable(message, path);
        case SQLITE_INTERRUPT:
            return {ErrorCode::interrupted, "interrupted while using the database " + path};
        default:
            return {ErrorCode::database, "the database " + path + " refused a statement", message};
    }
}

}  // namespace invitectl::engine
