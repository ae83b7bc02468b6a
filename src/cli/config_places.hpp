// Where things are by default.
#pragma once

#include "invitectl/cli/environment.hpp"

#include <string>

namespace invitectl::cli {

// Throws Error(bad_config) where HOME is not set.
std::string home_folder(const Environment& environment);

}  // namespace invitectl::cli
