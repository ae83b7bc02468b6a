#include "invitectl/store/schema.hpp"

#include "invitectl/base/error.hpp"

#include "store/migrations.hpp"

#include <array>
#include <string>

namespace invitectl::store {

namespace {

constexpr auto kMigrations = std::to_array<std::string_view>({
#include "migrations.inc"
});
// In the migrations that make derived tables before the word TABLE.
constexpr std::string_view kDerivedWord = "{{derived}}";

}  // namespace

std::span<const std::string_view> migration_texts() {
    return kMigrations;
}

std::string derived_tables() {
    std::string all;
    for (const std::string_view migration : kMigrations) {
        if (migration.find(kDerivedWord) != std::string_view::npos) {
            all += migration;
        }
    }
    return all;
}

std::string expanded(const sql::Connection& connection,
                     std::string_view migration,
                     DerivedTables derived) {
    const std::string_view meaning = derived == DerivedTables::temporary ? "TEMPORARY" : "";
    std::string text(migration);
    for (std::size_t at = text.find(kDerivedWord); at != std::string::npos;
         at = text.find(kDerivedWord, at)) {
        text.replace(at, kDerivedWord.size(), meaning);
    }
    return connection.expand(text);
}

int latest_schema_version() {
    return static_cast<int>(kMigrations.size());
}

SchemaState check_schema(sql::Connection& connection, DatabaseAdmin& admin) {
    const int version = admin.schema_version(connection);
    if (version > latest_schema_version()) {
        throw Error(ErrorCode::newer_database,
                    "the database was written by a newer invitectl",
                    "it has version " + std::to_string(version) + ", this program knows up to " +
                        std::to_string(latest_schema_version()),
                    "use the newer program");
    }
    return version < latest_schema_version() ? SchemaState::older : SchemaState::current;
}

void migrate(sql::Connection& connection, DatabaseAdmin& admin) {
    while (check_schema(connection, admin) == SchemaState::older) {
        sql::Transaction transaction(connection);
        // Asked again inside: another process may have migrated while this one waited.
        const int version = admin.schema_version(connection);
        if (version >= latest_schema_version()) {
            continue;
        }
        const std::string_view migration = migration_texts()[static_cast<std::size_t>(version)];
        connection.execute(expanded(connection, migration, DerivedTables::stored));
        admin.set_schema_version(connection, version + 1);
        transaction.commit();
    }
}

}  // namespace invitectl::store
