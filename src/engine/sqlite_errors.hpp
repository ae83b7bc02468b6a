// What SQLite reports, in the words of the program.
#pragma once

#include "invitectl/base/error.hpp"

#include <string>

namespace invitectl::engine {

// `code` is SQLite's (extended) result code, `message` what it says, `path` the database file. Out
// of memory is std::bad_alloc, thrown from here.
Error translated(int code, const std::string& message, const std::string& path);

}  // namespace invitectl::engine
