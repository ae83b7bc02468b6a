#include "invitectl/base/error.hpp"
#include "invitectl/engine/sqlite.hpp"

#include "engine/sqlite_connection.hpp"
#include "engine/sqlite_errors.hpp"
#include "engine/sqlite_file.hpp"
#include <SQLiteCpp/Database.h>

#include <sqlite3.h>
#include <string>

namespace invitectl::engine {

namespace {

constexpr int kCommonFlags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

Error no_database(const std::string& path, const std::string& why) {
    return {ErrorCode::no_database, "no database at " + path, why, "run: invitectl init"};
}

Error foreign(const std::string& path) {
    return {ErrorCode::foreign_database,
            path + " is not a database of invitectl",
            "the file was written by another program",
            "name another file with --db"};
}

Error already_initialised(const std::string& path) {
    return {ErrorCode::already_initialised,
            "there is a database at " + path + " already",
            {},
            "run: invitectl db info"};
}

using Opened = std::unique_ptr<SqliteConnection>;

Opened open_sqlite(const std::string& path, const std::string& name, int flags) {
    auto connection = std::make_unique<SqliteConnection>(path, name, flags | kCommonFlags);
    connection->harden();
    return connection;
}

// A freshly made or interrupted file: its header, then the log mode. In this order, so that the
// file itself always carries the application id before anything else can be in it.
void initialise(SqliteConnection& connection) {
    connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    connection.execute("PRAGMA journal_mode = WAL");
}

bool has_tables(SqliteConnection& connection) {
    return connection.pragma("PRAGMA user_version") != 0 ||
           connection.pragma("PRAGMA schema_version") != 0;
}

Opened create_in_memory() {
    Opened connection =
        open_sqlite(kInMemory, kInMemory, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    initialise(*connection);
    return connection;
}

Opened create(const std::string& path) {
    if (path == kInMemory) {
        return create_in_memory();
    }
    create_private_file(path);
    if (kind_of(path) == FileKind::foreign) {
        throw already_initialised(path);
    }
    check_owner(path);
    Opened connection =
        open_sqlite(path, resolved(path), SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW);
    if (has_tables(*connection)) {
        throw already_initialised(path);
    }
    initialise(*connection);
    return connection;
}

void check_is_ours(const std::string& path) {
    switch (kind_of(path)) {
        case FileKind::absent:
            throw no_database(path, "there is no such file");
        case FileKind::empty:
            throw no_database(path, "the file is empty");
        case FileKind::foreign:
            throw foreign(path);
        case FileKind::ours:
            return;
    }
}

Opened open_for_writing(const std::string& path) {
    check_owner(path);
    Opened connection =
        open_sqlite(path, resolved(path), SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW);
    connection->execute("PRAGMA journal_mode = WAL");
    return connection;
}

// SQLite needs files beside a database with a log, even to read it. Where the folder cannot be
// written and there is no log, the file alone says everything.
Opened open_for_reading(const std::string& path) {
    const std::string real = resolved(path);
    try {
        Opened connection = open_sqlite(path, real, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW);
        connection->pragma("PRAGMA schema_version");
        return connection;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::file || has_log(real)) {
            throw;
        }
    }
    return open_sqlite(
        path, immutable_uri(real), SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_URI);
}

class SqliteAdmin final : public DatabaseAdmin {
  public:
    std::unique_ptr<sql::Connection> open(const std::string& path, OpenMode mode) override {
        if (mode == OpenMode::create) {
            return create(path);
        }
        check_is_ours(path);
        Opened connection =
            mode == OpenMode::read ? open_for_reading(path) : open_for_writing(path);
        if (!has_tables(*connection)) {
            throw no_database(path, "the file was begun and has no tables yet");
        }
        return connection;
    }

    std::vector<std::string> problems(sql::Connection& connection, int limit) override {
        const auto check = connection.prepare("PRAGMA quick_check(" + std::to_string(limit) + ")");
        std::vector<std::string> found;
        while (check->step()) {
            if (check->text(0) != "ok") {
                found.emplace_back(check->text(0));
            }
        }
        return found;
    }

    int schema_version(sql::Connection& connection) override {
        const std::unique_ptr<sql::Statement> answer = connection.prepare("PRAGMA user_version");
        return answer->step() ? static_cast<int>(answer->integer(0)) : 0;
    }

    void set_schema_version(sql::Connection& connection, int version) override {
        connection.execute("PRAGMA user_version = " + std::to_string(version));
    }
};

}  // namespace

std::unique_ptr<DatabaseAdmin> sqlite_admin() {
    return std::make_unique<SqliteAdmin>();
}

}  // namespace invitectl::engine
