#include "system/folders.hpp"

#include "system/descriptor.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace invitectl::system {

void create_private_folders(const std::filesystem::path& folder) {
    constexpr mode_t kPrivate = 0700;
    if (folder.empty() || ::access(folder.c_str(), F_OK) == 0) {
        return;
    }
    create_private_folders(folder.parent_path());
    if (::mkdir(folder.c_str(), kPrivate) != 0 && errno != EEXIST) {
        throw system_error("cannot create the folder", folder.string());
    }
}

}  // namespace invitectl::system
