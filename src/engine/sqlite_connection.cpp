#include "engine/sqlite_connection.hpp"

#include "engine/sqlite_errors.hpp"
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <array>
#include <sqlite3.h>
#include <utility>
#include <vector>

namespace invitectl::engine {

namespace {

constexpr int kBusyTimeoutMs = 5000;

using Path = std::shared_ptr<const std::string>;

// Runs `call` and turns what SQLiteCpp throws into an Error.
template <class Call>
auto translating(const std::string& path, Call&& call) {
    try {
        return std::forward<Call>(call)();
    } catch (const SQLite::Exception& failure) {
        throw translated(failure.getErrorCode(), failure.what(), path);
    }
}

class SqliteStatement final : public sql::Statement {
  public:
    SqliteStatement(Path path, const SQLite::Database& database, std::string_view sql)
        : path_(std::move(path)), statement_(database, std::string(sql)) {}

    int parameter(std::string_view name) const override {
        const std::string marked = "$" + std::string(name);
        const int index = translating(*path_, [&] { return statement_.getIndex(marked.c_str()); });
        if (index == 0) {
            throw Error(ErrorCode::internal, "a statement has no parameter " + marked);
        }
        return index;
    }

    void bind(int parameter, std::int64_t value) override {
        translating(*path_, [&] { statement_.bind(parameter, value); });
    }
    void bind(int parameter, double value) override {
        translating(*path_, [&] { statement_.bind(parameter, value); });
    }
    void bind(int parameter, std::string_view text) override {
        scratch_.assign(text);
        translating(*path_, [&] { statement_.bind(parameter, scratch_); });
    }
    void bind_blob(int parameter, std::string_view bytes) override {
        // A null pointer would bind NULL, even for a blob of no bytes.
        const char* data = bytes.empty() ? "" : bytes.data();
        translating(*path_,
                    [&] { statement_.bind(parameter, data, static_cast<int>(bytes.size())); });
    }
    void bind_null(int parameter) override {
        translating(*path_, [&] { statement_.bind(parameter); });
    }

    bool step() override {
        if (statement_.isDone()) {
            return false;
        }
        has_row_ = false;
        const int result = statement_.tryExecuteStep();
        if (result != SQLITE_ROW && result != SQLITE_DONE) {
            const Error error =
                translated(statement_.getExtendedErrorCode(), statement_.getErrorMsg(), *path_);
            statement_.tryReset();
            throw error;
        }
        has_row_ = result == SQLITE_ROW;
        return has_row_;
    }
    void reset() override {
        has_row_ = false;
        statement_.tryReset();
    }

    bool is_null(int column) const override { return value(column).isNull(); }
    std::int64_t integer(int column) const override { return value(column).getInt64(); }
    double real(int column) const override { return value(column).getDouble(); }
    std::string_view text(int column) const override {
        const SQLite::Column& value = this->value(column);
        const char* bytes = value.getText();  // before its length: it may convert
        return {bytes, static_cast<std::size_t>(value.getBytes())};
    }
    std::string_view blob(int column) const override {
        const SQLite::Column& value = this->value(column);
        const void* bytes = value.getBlob();
        return {static_cast<const char*>(bytes), static_cast<std::size_t>(value.getBytes())};
    }

  private:
    // One for all rows: each counts references to the statement, which takes longer than reading.
    const SQLite::Column& value(int column) const {
        if (!has_row_) {
            throw Error(ErrorCode::internal, "a column was read without a row");
        }
        for (int i = static_cast<int>(values_.size()); i < statement_.getColumnCount(); ++i) {
            values_.push_back(statement_.getColumn(i));
        }
        return values_.at(static_cast<std::size_t>(column));
    }

    Path path_;
    bool has_row_ = false;
    mutable std::vector<SQLite::Column> values_;
    // SQLiteCpp's reading calls are not const, the port's are.
    mutable SQLite::Statement statement_;
    std::string scratch_;
};

struct Word {
    std::string_view name;
    std::string_view meaning;
};

// Their meaning stands in ports/sql.hpp.
constexpr std::array<Word, 9> kWords = {{
    {"{{id}}", "INTEGER PRIMARY KEY"},
    {"{{integer}}", "INTEGER"},
    {"{{real}}", "REAL"},
    {"{{blob}}", "BLOB"},
    {"{{clustered}}", "STRICT, WITHOUT ROWID"},
    {"{{heap}}", "STRICT"},
    {"{{random_key}}", "randomblob(32)"},
    {"{{stored}}", "main."},
    {"{{temporary}}", "temp."},
}};

// "{{rfc3339 x}}": microseconds as base/time_text.hpp writes an instant.
constexpr std::string_view kRfc3339 = "{{rfc3339 ";

std::string rfc3339_of(std::string_view expression) {
    const std::string x(expression);
    return "strftime('%Y-%m-%dT%H:%M:%S', " + x + " / 1000000, 'unixepoch') || CASE " + x +
           " % 1000000 WHEN 0 THEN 'Z' ELSE printf('.%06dZ', " + x + " % 1000000) END";
}

std::string meaning_of(std::string_view word) {
    if (word.starts_with(kRfc3339)) {
        return rfc3339_of(word.substr(kRfc3339.size(), word.size() - kRfc3339.size() - 2));
    }
    for (const Word& known : kWords) {
        if (known.name == word) {
            return std::string(known.meaning);
        }
    }
    throw Error(ErrorCode::internal, "no engine word " + std::string(word));
}

}  // namespace

SqliteConnection::SqliteConnection(std::string path, const std::string& name, int flags)
    : path_(std::make_shared<const std::string>(std::move(path))),
      database_(translating(*path_, [&] { return SQLite::Database(name, flags); })),
      writable_((flags & SQLITE_OPEN_READWRITE) != 0) {}

void SqliteConnection::harden() {
    sqlite3* handle = database_.getHandle();
    for (const auto& [option, value] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                        std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                        std::pair{SQLITE_DBCONFIG_ENABLE_FKEY, 1},
                                        std::pair{SQLITE_DBCONFIG_DQS_DML, 0},
                                        std::pair{SQLITE_DBCONFIG_DQS_DDL, 0}}) {
        sqlite3_db_config(handle, option, value, nullptr);
    }
    translating(*path_, [&] { database_.setBusyTimeout(kBusyTimeoutMs); });
    execute("PRAGMA cell_size_check = ON");
    execute("PRAGMA synchronous = FULL");
}

std::unique_ptr<sql::Statement> SqliteConnection::prepare(std::string_view sql) {
    return translating(*path_,
                       [&] { return std::make_unique<SqliteStatement>(path_, database_, sql); });
}

void SqliteConnection::execute(std::string_view script) {
    translating(*path_, [&] { database_.exec(std::string(script)); });
}

void SqliteConnection::begin() {
    execute(writable_ ? "BEGIN IMMEDIATE" : "BEGIN");
}

void SqliteConnection::commit() {
    execute("COMMIT");
}

void SqliteConnection::rollback() noexcept {
    // After a full disk or the like SQLite has rolled back by itself.
    if (in_transaction()) {
        sqlite3_exec(database_.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

bool SqliteConnection::in_transaction() const {
    return sqlite3_get_autocommit(database_.getHandle()) == 0;
}

std::int64_t SqliteConnection::changes() const {
    return sqlite3_changes64(database_.getHandle());
}

std::string SqliteConnection::expand(std::string_view migration) const {
    std::string text;
    std::size_t from = 0;
    for (std::size_t at = migration.find("{{"); at != std::string_view::npos;
         at = migration.find("{{", from)) {
        const std::size_t end = migration.find("}}", at);
        if (end == std::string_view::npos) {
            throw Error(ErrorCode::internal, "an engine word without an end");
        }
        text += migration.substr(from, at - from);
        text += meaning_of(migration.substr(at, end + 2 - at));
        from = end + 2;
    }
    return text += migration.substr(from);
}

std::int64_t SqliteConnection::pragma(const std::string& statement) {
    const std::unique_ptr<sql::Statement> answer = prepare(statement);
    return answer->step() ? answer->integer(0) : 0;
}

}  // namespace invitectl::engine
