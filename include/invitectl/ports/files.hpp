// The few small files the program keeps beside its database.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace invitectl {

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
};

}  // namespace invitectl
