// A statement with its parameters in the order in which the caller gives them, and typed columns.
//
//   Query find(connection, "SELECT name FROM guild WHERE guild_id = $guild", {"guild"});
//   if (find.with(guild).next()) { use(find.get<std::string>(0)); }
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/ports/sql.hpp"

#include "store/codes.hpp"

#include <concepts>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace invitectl::store {

// Bytes to bind; text binds as text.
struct Bytes {
    std::string_view bytes;
};

class Query {
  public:
    Query(sql::Connection& connection,
          std::string_view sql,
          std::initializer_list<std::string_view> names = {})
        : statement_(connection.prepare(sql)) {
        positions_.reserve(names.size());
        for (const std::string_view name : names) {
            positions_.push_back(statement_->parameter(name));
        }
    }

    // Starts anew with these values, one per name.
    template <class... Values>
    Query& with(const Values&... values) {
        if (sizeof...(Values) != positions_.size()) {
            throw Error(ErrorCode::internal, "a query got the wrong number of values");
        }
        statement_->reset();
        std::size_t next = 0;
        (bind(positions_[next++], values), ...);
        return *this;
    }

    // Moves to the next row; false, and ready for other values, when there is none.
    bool next() {
        if (statement_->step()) {
            return true;
        }
        statement_->reset();
        return false;
    }
    // For statements whose rows do not matter.
    void run() {
        while (next()) {
        }
    }

    bool is_null(int column) const { return statement_->is_null(column); }
    // Valid until the next step.
    std::string_view text(int column) const { return statement_->text(column); }
    std::string_view bytes(int column) const { return statement_->blob(column); }

    template <class Value>
    Value get(int column) const {
        return Read<Value>::from(*statement_, column);
    }

  private:
    template <class Value>
    struct Read;

    template <class Value>
    void bind(int position, const std::optional<Value>& value) {
        if (value) {
            bind(position, *value);
        } else {
            statement_->bind_null(position);
        }
    }
    template <class Tag>
    void bind(int position, Id<Tag> id) {
        statement_->bind(position, id.value);
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void bind(int position, Enum value) { statement_->bind(position, number_of(value)); }
    template <std::integral Number>
    void bind(int position, Number value) {
        statement_->bind(position, static_cast<std::int64_t>(value));
    }
    void bind(int position, Bytes bytes) { statement_->bind_blob(position, bytes.bytes); }
    void bind(int position, double value) { statement_->bind(position, value); }
    void bind(int position, std::string_view text) { statement_->bind(position, text); }
    void bind(int position, const std::string& text) {
        statement_->bind(position, std::string_view(text));
    }
    void bind(int position, const char* text) {
        statement_->bind(position, std::string_view(text));
    }
    void bind(int position, Instant t) { statement_->bind(position, to_micros(t)); }
    void bind(int position, Duration d) {
        statement_->bind(position, static_cast<std::int64_t>(d.count()));
    }
    void bind(int position, const InviteCode& code) {
        statement_->bind(position, std::string_view(code.text()));
    }

    std::unique_ptr<sql::Statement> statement_;
    std::vector<int> positions_;
};

template <std::integral Number>
struct Query::Read<Number> {
    static Number from(const sql::Statement& row, int column) {
        return static_cast<Number>(row.integer(column));
    }
};

template <>
struct Query::Read<bool> {
    static bool from(const sql::Statement& row, int column) { return row.integer(column) != 0; }
};

template <>
struct Query::Read<double> {
    static double from(const sql::Statement& row, int column) { return row.real(column); }
};

template <>
struct Query::Read<std::string> {
    static std::string from(const sql::Statement& row, int column) {
        return std::string(row.text(column));
    }
};

template <>
struct Query::Read<Instant> {
    static Instant from(const sql::Statement& row, int column) {
        return from_micros(row.integer(column));
    }
};

template <>
struct Query::Read<Duration> {
    static Duration from(const sql::Statement& row, int column) {
        return Duration{row.integer(column)};
    }
};

template <>
struct Query::Read<InviteCode> {
    static InviteCode from(const sql::Statement& row, int column) {
        std::optional<InviteCode> code = InviteCode::parse(row.text(column));
        if (!code) {
            throw Error(ErrorCode::damaged_database,
                        "the database holds an invite code that is none");
        }
        return *std::move(code);
    }
};

template <class Tag>
struct Query::Read<Id<Tag>> {
    static Id<Tag> from(const sql::Statement& row, int column) {
        return Id<Tag>{row.integer(column)};
    }
};

template <class Enum>
requires std::is_enum_v<Enum>
struct Query::Read<Enum> {
    static Enum from(const sql::Statement& row, int column) {
        return from_number<Enum>(row.integer(column));
    }
};

template <class Value>
struct Query::Read<std::optional<Value>> {
    static std::optional<Value> from(const sql::Statement& row, int column) {
        return row.is_null(column) ? std::nullopt
                                   : std::optional<Value>(Read<Value>::from(row, column));
    }
};

// Writing outside a transaction would leave a step half done when the program dies.
inline void require_transaction(const sql::Connection& connection) {
    if (!connection.in_transaction()) {
        throw Error(ErrorCode::internal, "a write to the database outside a transaction");
    }
}

}  // namespace invitectl::store
