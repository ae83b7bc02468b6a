// The tables, as numbered migrations, and which version a database has.
#pragma once

#include "invitectl/ports/database_admin.hpp"

namespace invitectl::store {

// The version this program writes.
int latest_schema_version();

enum class SchemaState { current, older };

// Throws Error(newer_database) for a database of a newer program, saying both versions; touches
// nothing.
SchemaState check_schema(sql::Connection& connection, DatabaseAdmin& admin);

// Brings the database to the latest version, each step and its record in one transaction of its
// own, so that a kill leaves the old or the new version and never something between. Refuses a
// newer database as check_schema does. Must not be called inside a transaction.
void migrate(sql::Connection& connection, DatabaseAdmin& admin);

}  // namespace invitectl::store
