// Folders for private files.
#pragma once

#include <filesystem>

namespace invitectl::system {

// Creates what is missing of the path, with mode 0700. Throws Error(file).
void create_private_folders(const std::filesystem::path& folder);

}  // namespace invitectl::system
