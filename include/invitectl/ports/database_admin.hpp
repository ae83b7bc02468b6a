// A database file as a whole: opening, its schema version, its integrity.
#pragma once

#include "invitectl/ports/sql.hpp"

#include <memory>
#include <string>
#include <vector>

namespace invitectl {

enum class OpenMode {
    read,    // must exist; nothing is written, not even by reading
    write,   // must exist
    create,  // must not exist: Error(already_initialised)
};

class DatabaseAdmin {
  public:
    virtual ~DatabaseAdmin() = default;

    // Opens the file; 0600 when created. Throws Error: no_database, foreign_database (not SQLite,
    // or not ours), damaged_database, file.
    virtual std::unique_ptr<sql::Connection> open(const std::string& path, OpenMode mode) = 0;

    // What is wrong with the file as a database, at most `limit` findings; empty: nothing. Reads
    // all of it. Throws Error(damaged_database) where even looking is not possible.
    virtual std::vector<std::string> problems(sql::Connection& connection, int limit) = 0;

    virtual int schema_version(sql::Connection& connection) = 0;
    // Inside the transaction of the migration it records.
    virtual void set_schema_version(sql::Connection& connection, int version) = 0;
};

}  // namespace invitectl
