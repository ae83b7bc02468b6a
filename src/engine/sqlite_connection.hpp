// One open SQLite database behind the port.
#pragma once

#include "invitectl/ports/sql.hpp"

#include <SQLiteCpp/Database.h>

#include <memory>
#include <string>

namespace invitectl::engine {

class SqliteConnection final : public sql::Connection {
  public:
    // `path` as people know the file, for messages; `name` as SQLite opens it, with SQLite's open
    // flags.
    SqliteConnection(std::string path, const std::string& name, int flags);

    std::unique_ptr<sql::Statement> prepare(std::string_view sql) override;
    void execute(std::string_view script) override;
    void begin() override;
    void commit() override;
    void rollback() noexcept override;
    bool in_transaction() const override;
    std::int64_t changes() const override;
    std::string expand(std::string_view migration) const override;

    // Settings every connection starts with; they are SQLite's, not the file's.
    void harden();
    // A pragma that answers with one number.
    std::int64_t pragma(const std::string& statement);

  private:
    std::shared_ptr<const std::string> path_;
    SQLite::Database database_;
    bool writable_;
};

}  // namespace invitectl::engine
