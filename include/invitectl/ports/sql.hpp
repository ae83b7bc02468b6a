// A SQL database as the store sees it. The store writes SQL that SQLite and PostgreSQL share; an
// engine turns it into calls of its library.
//
// Parameters are named ($name) and bound by the position their name got. Text never gets spliced
// into SQL: every statement the store prepares is a literal. Instants are stored as whole
// microseconds since 1970.
//
// Every call throws Error: damaged_database, disk_full, database.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl::sql {

// A prepared statement. Column indexes start at 0; reading a column as another type than it holds,
// or a column that is NULL, is a programming error (use is_null first).
class Statement {
  public:
    virtual ~Statement() = default;

    // The position of `$name`, asked for without the sign: parameter("guild"). To be looked up once
    // and used for every row. A name the statement does not have is Error(internal).
    virtual int parameter(std::string_view name) const = 0;
    virtual void bind(int parameter, std::int64_t value) = 0;
    virtual void bind(int parameter, double value) = 0;
    virtual void bind(int parameter, std::string_view text) = 0;
    virtual void bind_blob(int parameter, std::string_view bytes) = 0;
    virtual void bind_null(int parameter) = 0;

    // Moves to the next row; false when there is none. Statements without rows return false at
    // once.
    virtual bool step() = 0;
    // Makes it ready to run again; bindings stay.
    virtual void reset() = 0;

    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual double real(int column) const = 0;
    // Valid until the next step or reset.
    virtual std::string_view text(int column) const = 0;
    virtual std::string_view blob(int column) const = 0;
};

class Connection {
  public:
    virtual ~Connection() = default;

    virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
    // Several statements without parameters or results, as migrations are.
    virtual void execute(std::string_view script) = 0;

    // Writers begin at once, so that two of them wait for each other instead of failing half-way.
    virtual void begin() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    // True between begin and commit or rollback.
    virtual bool in_transaction() const = 0;

    // Rows changed by the last statement that changes rows.
    virtual std::int64_t changes() const = 0;
    // Fills in the words that migrations leave to the engine:
    //   {{id}}         type of a key that counts up by itself
    //   {{integer}}    64-bit integer
    //   {{real}}       64-bit floating point
    //   {{blob}}       bytes
    //   {{clustered}}  after a table whose rows lie in the order of their key
    //   {{heap}}       after a table whose rows lie in the order they came
    //   {{random_key}} 32 bytes that nobody can guess
    //   {{stored}}     before a table's name: the stored one, even while a temporary one hides it
    //   {{temporary}}  before a table's name: the temporary one only
    //   {{rfc3339 x}}  text of the instant that the expression x gives in microseconds, in UTC
    // Another word is Error(internal).
    virtual std::string expand(std::string_view migration) const = 0;
};

// Commits when told to, rolls back when forgotten.
class Transaction {
  public:
    explicit Transaction(Connection& connection) : connection_(connection) { connection_.begin(); }
    ~Transaction() {
        if (!done_) {
            connection_.rollback();
        }
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit() {
        connection_.commit();
        done_ = true;
    }

  private:
    Connection& connection_;
    bool done_ = false;
};

}  // namespace invitectl::sql
