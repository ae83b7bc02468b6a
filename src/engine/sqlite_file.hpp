// The database as a file: created with care, looked at before SQLite touches it.
#pragma once

#include <cstdint>
#include <string>

namespace invitectl::engine {

// "invt": marks a file as ours in SQLite's header.
inline constexpr std::int32_t kApplicationId = 0x696e7674;

inline constexpr const char* kInMemory = ":memory:";

enum class FileKind {
    absent,
    empty,    // no byte in it yet
    ours,     // SQLite's header with our application id
    foreign,  // anything else
};

// Reads the header only. Throws Error(file) for what is no regular file (symbolic links included:
// they could lead a write elsewhere) or cannot be read.
FileKind kind_of(const std::string& path);

// Creates an empty file with mode 0600, and missing folders above it with 0700. Throws Error(file);
// does nothing when the file is there.
void create_private_file(const std::string& path);

// Throws Error(file) when the file belongs to another user: our log files beside it would be of no
// use to its owner.
void check_owner(const std::string& path);

// The same file with the links in its folder's path resolved, as SQLite's no-follow mode needs it.
std::string resolved(const std::string& path);

// Whether a write-ahead log with content lies beside the database.
bool has_log(const std::string& path);

// "file:…?immutable=1" for this path: read as it is, without locks or log.
std::string immutable_uri(const std::string& path);

}  // namespace invitectl::engine
