// The few small files the program keeps beside its database.
#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl {

// A file being written. Forgotten before publish(), it leaves nothing behind.
class NewFile {
  public:
    virtual ~NewFile() = default;
    virtual std::ostream& stream() = 0;
    // Makes it appear under its name, whole. Throws Error(already_exists), Error(disk_full),
    // Error(file).
    virtual void publish() = 0;
};

class Files {
  public:
    virtual ~Files() = default;

    // The whole text; nothing where there is no such file. Throws Error(file) for what cannot be
    // read or is no regular file, and Error(refused) for a file that another user owns or may
    // write: what it says would be done in our name.
    virtual std::optional<std::string> read_trusted(const std::string& path) = 0;

    // A new file of mode 0600, whole or not at all; missing folders are created with mode 0700.
    // Throws Error(already_exists) when the path is taken, Error(disk_full), Error(file).
    virtual void create(const std::string& path, std::string_view contents) = 0;

    // A file that takes the place of what is there, whole or not at all: its old mode, 0600 where
    // there was none. A symbolic link stays one, and what it points to is replaced.
    virtual void replace(const std::string& path, std::string_view contents) = 0;

    // A file for other programs to read: mode 0644, replaced whole, so that no reader ever sees a
    // part of it. Its folder must exist. Throws Error(disk_full), Error(file).
    virtual void publish(const std::string& path, std::string_view contents) = 0;

    // For files of any size. Reading on throws Error(file) when it fails; so does opening what is
    // not there or is a folder.
    virtual std::unique_ptr<std::istream> open(const std::string& path) = 0;
    // Of mode 0600; its folder must exist. Throws Error(already_exists) when the path is taken.
    virtual std::unique_ptr<NewFile> begin(const std::string& path) = 0;
    // The same for a file that may be there: it stays until the new one takes its place and mode.
    virtual std::unique_ptr<NewFile> begin_anew(const std::string& path) = 0;
};

}  // namespace invitectl
