// What the store relies on in every engine; each engine is a row of the list at the end.
#include "invitectl/base/error.hpp"
#include "invitectl/engine/sqlite.hpp"

#include "tests/engine/temporary_folder.hpp"
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <memory>
#include <string>

namespace invitectl::engine {
namespace {

struct Engine {
    std::string name;
    std::function<std::unique_ptr<sql::Connection>(const TemporaryFolder&)> open;
};

class SqlContract : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        connection = GetParam().open(folder);
        connection->execute(connection->expand(
            "CREATE TABLE thing (guild_id {{integer}} NOT NULL, name TEXT NOT NULL, size {{real}},"
            " picture {{blob}}, PRIMARY KEY (guild_id, name)) {{clustered}};"));
    }

    void add(std::int64_t guild, std::string_view name) {
        const auto insert =
            connection->prepare("INSERT INTO thing (guild_id, name) VALUES ($guild, $name)");
        insert->bind(insert->parameter("guild"), guild);
        insert->bind(insert->parameter("name"), name);
        insert->step();
    }
    std::int64_t count() {
        const auto all = connection->prepare("SELECT COUNT(*) FROM thing");
        all->step();
        return all->integer(0);
    }
    static ErrorCode code_of(const std::function<void()>& call) {
        try {
            call();
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::usage;  // no call here means this
    }

    TemporaryFolder folder;
    std::unique_ptr<sql::Connection> connection;
};

TEST_P(SqlContract, values_come_back_as_they_went_in) {
    const std::string text("na\0me\xff \xf0\x9f\x98\x80", 12);
    const std::string bytes("\0\1\2\xff", 4);
    constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
    const auto insert = connection->prepare(
        "INSERT INTO thing (guild_id, name, size, picture)"
        " VALUES ($guild, $name, $size, $picture)");
    insert->bind(insert->parameter("guild"), kLargest);
    insert->bind(insert->parameter("name"), std::string_view(text));
    insert->bind(insert->parameter("size"), 0.1);
    insert->bind_blob(insert->parameter("picture"), bytes);
    EXPECT_FALSE(insert->step());

    const auto row = connection->prepare("SELECT guild_id, name, size, picture FROM thing");
    ASSERT_TRUE(row->step());
    EXPECT_EQ(row->integer(0), kLargest);
    EXPECT_EQ(row->text(1), text);
    EXPECT_EQ(row->real(2), 0.1);
    EXPECT_EQ(row->blob(3), bytes);
    EXPECT_FALSE(row->step());
    EXPECT_FALSE(row->step()) << "stays at the end";
}

TEST_P(SqlContract, nothing_and_empty_differ) {
    const auto insert = connection->prepare(
        "INSERT INTO thing (guild_id, name, size, picture) VALUES (1, $name, $size, $picture)");
    insert->bind(insert->parameter("name"), std::string_view());
    insert->bind_null(insert->parameter("size"));
    insert->bind_blob(insert->parameter("picture"), {});
    insert->step();
    const auto row = connection->prepare("SELECT name, size, picture FROM thing");
    ASSERT_TRUE(row->step());
    EXPECT_FALSE(row->is_null(0));
    EXPECT_EQ(row->text(0), "");
    EXPECT_TRUE(row->is_null(1));
    EXPECT_FALSE(row->is_null(2));
    EXPECT_EQ(row->blob(2), "");
}

TEST_P(SqlContract, a_statement_runs_again_with_its_bindings) {
    const auto find = connection->prepare("SELECT name FROM thing WHERE guild_id = $guild");
    find->bind(find->parameter("guild"), std::int64_t{7});
    EXPECT_FALSE(find->step());
    add(7, "seven");
    find->reset();
    ASSERT_TRUE(find->step());
    EXPECT_EQ(find->text(0), "seven");
}

TEST_P(SqlContract, a_name_used_twice_is_one_parameter) {
    add(1, "one");
    add(2, "two");
    const auto find = connection->prepare(
        "SELECT name FROM thing WHERE guild_id = $b OR (guild_id = $a AND $a < $b)"
        " ORDER BY guild_id");
    find->bind(find->parameter("a"), std::int64_t{1});
    find->bind(find->parameter("b"), std::int64_t{2});
    ASSERT_TRUE(find->step());
    EXPECT_EQ(find->text(0), "one");
    ASSERT_TRUE(find->step());
    EXPECT_EQ(find->text(0), "two");
}

TEST_P(SqlContract, an_unknown_parameter_is_a_broken_promise) {
    const auto find = connection->prepare("SELECT name FROM thing WHERE guild_id = $guild");
    EXPECT_EQ(code_of([&] { find->parameter("gild"); }), ErrorCode::internal);
}

TEST_P(SqlContract, a_forgotten_transaction_leaves_nothing) {
    {
        sql::Transaction transaction(*connection);
        EXPECT_TRUE(connection->in_transaction());
        add(1, "one");
    }
    EXPECT_FALSE(connection->in_transaction());
    EXPECT_EQ(count(), 0);
    {
        sql::Transaction transaction(*connection);
        add(1, "one");
        transaction.commit();
    }
    EXPECT_EQ(count(), 1);
}

TEST_P(SqlContract, a_refused_statement_harms_nothing_else) {
    add(1, "one");
    sql::Transaction transaction(*connection);
    add(2, "two");
    const auto again = connection->prepare("INSERT INTO thing (guild_id, name) VALUES (1, 'one')");
    EXPECT_EQ(code_of([&] { again->step(); }), ErrorCode::database);
    EXPECT_EQ(code_of([&] { connection->prepare("SELECT nonsense FROM nowhere"); }),
              ErrorCode::database);
}

TEST_P(SqlContract, changes_counts_rows) {
    add(1, "a");
    add(1, "b");
    connection->execute("UPDATE thing SET size = 1 WHERE guild_id = 1");
    EXPECT_EQ(connection->changes(), 2);
}

TEST_P(SqlContract, the_shared_dialect_is_understood) {
    const auto upsert = connection->prepare(
        "INSERT INTO thing (guild_id, name, size) VALUES (1, 'x', $size)"
        " ON CONFLICT (guild_id, name) DO UPDATE SET size = excluded.size"
        " WHERE thing.size <> excluded.size RETURNING CAST(size AS BIGINT)");
    upsert->bind(upsert->parameter("size"), 1.0);
    ASSERT_TRUE(upsert->step());
    EXPECT_EQ(upsert->integer(0), 1);
    upsert->reset();
    EXPECT_FALSE(upsert->step()) << "an equal row is not written";
    upsert->reset();
    upsert->bind(upsert->parameter("size"), 2.0);
    ASSERT_TRUE(upsert->step());
    EXPECT_EQ(upsert->integer(0), 2);
}

TEST_P(SqlContract, a_temporary_table_hides_the_stored_one) {
    add(1, "stored");
    sql::Transaction transaction(*connection);
    connection->execute("CREATE TEMPORARY TABLE thing (guild_id INTEGER, name TEXT)");
    EXPECT_EQ(count(), 0);
    const auto stored =
        connection->prepare(connection->expand("SELECT COUNT(*) FROM {{stored}}thing"));
    ASSERT_TRUE(stored->step());
    EXPECT_EQ(stored->integer(0), 1);
    stored->reset();
    connection->execute(connection->expand("DROP TABLE {{temporary}}thing"));
    EXPECT_EQ(count(), 1);
}

TEST_P(SqlContract, engine_words_are_a_closed_set) {
    EXPECT_EQ(connection->expand("no words"), "no words");
    EXPECT_EQ(code_of([&] { connection->expand("{{unheard_of}}"); }), ErrorCode::internal);
    EXPECT_EQ(code_of([&] { connection->expand("{{integer"); }), ErrorCode::internal);
}

INSTANTIATE_TEST_SUITE_P(Engines,
                         SqlContract,
                         testing::Values(Engine{"sqlite_file",
                                                [](const TemporaryFolder& folder) {
                                                    return sqlite_admin()->open(folder.file("a.db"),
                                                                                OpenMode::create);
                                                }},
                                         Engine{"sqlite_memory",
                                                [](const TemporaryFolder&) {
                                                    return sqlite_admin()->open(":memory:",
                                                                                OpenMode::create);
                                                }}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace invitectl::engine
