// The text of the migrations, in order.
#pragma once

#include "invitectl/ports/sql.hpp"

#include <span>
#include <string>
#include <string_view>

namespace invitectl::store {

// Number 1 first.
std::span<const std::string_view> migration_texts();

// The migrations that make the derived tables, one after the other.
std::string derived_tables();

enum class DerivedTables { stored, temporary };

// A migration ready to run: the words of the store and of the engine filled in.
std::string expanded(const sql::Connection& connection,
                     std::string_view migration,
                     DerivedTables derived);

}  // namespace invitectl::store
