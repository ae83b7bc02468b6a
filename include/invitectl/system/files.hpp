// Small files, private to the user and written whole.
#pragma once

#include "invitectl/ports/files.hpp"

#include <memory>

namespace invitectl::system {

// create() writes a temporary file beside the path, syncs it, and links it to its name, so that
// neither a crash nor a rival leaves half of it or overwrites what is there.
std::unique_ptr<Files> private_files();

}  // namespace invitectl::system
