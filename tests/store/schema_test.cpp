#include "invitectl/store/schema.hpp"

#include "store/migrations.hpp"
#include "tests/engine/temporary_folder.hpp"
#include "tests/store/store_test.hpp"

#include <fstream>
#include <sys/stat.h>

namespace invitectl::store {
namespace {

class SchemaTest : public testing::Test {
  protected:
    const engine::TemporaryFolder folder;
    const std::string path = folder.file("test.db");
    const std::unique_ptr<DatabaseAdmin> admin = engine::sqlite_admin();

    std::unique_ptr<sql::Connection> fresh() {
        auto connection = admin->open(path, OpenMode::create);
        migrate(*connection, *admin);
        return connection;
    }
    std::string content() const {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static std::vector<std::string> schema_of(sql::Connection& connection) {
        std::vector<std::string> lines;
        const auto all =
            connection.prepare("SELECT COALESCE(sql, name) FROM sqlite_master ORDER BY type, name");
        while (all->step()) {
            lines.emplace_back(all->text(0));
        }
        return lines;
    }
};

TEST_F(SchemaTest, migrating_leads_to_the_latest_version_and_stays_there) {
    const auto connection = fresh();
    EXPECT_EQ(admin->schema_version(*connection), latest_schema_version());
    EXPECT_EQ(check_schema(*connection, *admin), SchemaState::current);
    const auto before = schema_of(*connection);
    EXPECT_GT(before.size(), 25U);
    migrate(*connection, *admin);
    EXPECT_EQ(schema_of(*connection), before);
}

// The quick_check of SQLite 3.40 takes a column that stands before one of the key for NULL, where
// the table is clustered by its key: the database would be called damaged.
TEST_F(SchemaTest, tables_begin_with_their_key) {
    const auto connection = fresh();
    const auto columns = connection->prepare(
        "SELECT t.name, c.name, c.cid + 1, c.pk FROM sqlite_master t, pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND t.sql LIKE '%WITHOUT ROWID' AND c.pk > 0");
    int looked_at = 0;
    for (; columns->step(); ++looked_at) {
        EXPECT_EQ(columns->integer(2), columns->integer(3))
            << columns->text(0) << "." << columns->text(1);
    }
    EXPECT_GT(looked_at, 80);
}

TEST_F(SchemaTest, a_migration_cut_short_is_taken_up_where_it_stopped) {
    const auto whole = schema_of(*fresh());
    const auto connection = admin->open(folder.file("first.db"), OpenMode::create);
    connection->execute(expanded(*connection, migration_texts()[0], DerivedTables::stored));
    admin->set_schema_version(*connection, 1);
    EXPECT_EQ(check_schema(*connection, *admin), SchemaState::older);
    migrate(*connection, *admin);
    EXPECT_EQ(schema_of(*connection), whole);
}

TEST_F(SchemaTest, a_migration_that_fails_leaves_the_version_before) {
    const auto connection = fresh();
    connection->execute("DROP TABLE attribution; PRAGMA user_version = 1");
    const auto before = schema_of(*connection);
    EXPECT_THROW(migrate(*connection, *admin), Error) << "a table of the second is still there";
    EXPECT_EQ(schema_of(*connection), before);
    EXPECT_EQ(admin->schema_version(*connection), 1);
    EXPECT_FALSE(connection->in_transaction());
}

TEST_F(SchemaTest, a_newer_database_is_refused_untouched) {
    const int newer = latest_schema_version() + 1;
    admin->set_schema_version(*fresh(), newer);
    const std::string before = content();
    for (const OpenMode mode : {OpenMode::read, OpenMode::write}) {
        const auto connection = admin->open(path, mode);
        for (const bool by_migrating : {false, true}) {
            try {
                by_migrating ? migrate(*connection, *admin)
                             : static_cast<void>(check_schema(*connection, *admin));
                FAIL() << "was not refused";
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::newer_database);
                EXPECT_NE(error.why().find(std::to_string(newer)), std::string::npos);
            }
        }
    }
    EXPECT_EQ(content(), before);
}

TEST_F(SchemaTest, every_key_starts_with_the_guild) {
    const auto connection = fresh();
    const auto tables = connection->prepare(
        "SELECT m.name, (SELECT p.name FROM pragma_table_info(m.name) p WHERE p.pk = 1)"
        " FROM sqlite_master m WHERE m.type = 'table'");
    // Of a run, of the token, of the address, of the database: no guild's.
    const std::map<std::string, std::string> others = {{"run", "run_id"},
                                                       {"request_memory", "subject"},
                                                       {"refused_requests", "minute"},
                                                       {"pseudonym_key", ""}};
    int seen = 0;
    while (tables->step()) {
        const std::string table(tables->text(0));
        const auto other = others.find(table);
        EXPECT_EQ(tables->text(1), other == others.end() ? "guild_id" : other->second) << table;
        ++seen;
    }
    EXPECT_GT(seen, 20);
    const auto indexes = connection->prepare(
        "SELECT m.name, (SELECT i.name FROM pragma_index_info(m.name) i WHERE i.seqno = 0)"
        " FROM sqlite_master m WHERE m.type = 'index' AND m.sql IS NOT NULL");
    while (indexes->step()) {
        EXPECT_EQ(indexes->text(1), "guild_id") << indexes->text(0);
    }
}

TEST_F(SchemaTest, columns_hold_only_what_they_are_for) {
    const auto connection = fresh();
    EXPECT_THROW(connection->execute("INSERT INTO read_cursor VALUES (1, 'a', 'text')"), Error);
    EXPECT_THROW(connection->execute("INSERT INTO read_cursor VALUES (1, 'a', 1)"), Error)
        << "no such guild";
}

}  // namespace
}  // namespace invitectl::store
