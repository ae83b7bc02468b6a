// SQLite as the engine below the store.
#pragma once

#include "invitectl/ports/database_admin.hpp"

#include <memory>

namespace invitectl::engine {

// Files are opened without following symbolic links, with write-ahead log, full synchronisation,
// foreign keys and a busy time-out of 5 s; the schema of a file is not trusted. A file is ours if
// it carries our application id. Opened for reading, no byte of the file changes.
//
// OpenMode::create also takes up a file that an interrupted creation left without any table.
std::unique_ptr<DatabaseAdmin> sqlite_admin();

}  // namespace invitectl::engine
