// The environment as a function, so that a test can hand in its own.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace invitectl::cli {

// The value of a variable; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

}  // namespace invitectl::cli
