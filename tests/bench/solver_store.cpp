// Reconciling and storing a million joins, beside what SQLite takes to insert the same rows.
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/reconcile/attribute.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/history.hpp"
#include "invitectl/store/schema.hpp"

#include "tests/bench/solver_parts.hpp"
#include "tests/support/program.hpp"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace invitectl::bench {
namespace {

constexpr GuildId kGuild{1};

// What a library call said, where the bench cannot go on.
void require(bool holds, sqlite3* database) {
    if (!holds) {
        std::cerr << "error: " << sqlite3_errmsg(database) << std::endl;
        std::exit(2);
    }
}

class Statement {
  public:
    Statement(sqlite3* database, const std::string& sql) : database_(database) {
        require(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement_, nullptr) == SQLITE_OK,
                database);
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    bool step() {
        const int status = sqlite3_step(statement_);
        require(status == SQLITE_ROW || status == SQLITE_DONE, database_);
        return status == SQLITE_ROW;
    }
    int columns() const { return sqlite3_column_count(statement_); }
    // The row of `from` into this one, run.
    void insert(const Statement& from) {
        for (int i = 0; i < from.columns(); ++i) {
            sqlite3_bind_value(statement_, i + 1, sqlite3_column_value(from.statement_, i));
        }
        step();
        sqlite3_reset(statement_);
    }

  private:
    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
};

void run(sqlite3* database, const std::string& sql) {
    require(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, database);
}

std::string create_statement(sqlite3* database, const std::string& table) {
    sqlite3_stmt* find = nullptr;
    const std::string sql = "SELECT sql FROM sqlite_master WHERE name = '" + table + "'";
    require(sqlite3_prepare_v2(database, sql.c_str(), -1, &find, nullptr) == SQLITE_OK, database);
    require(sqlite3_step(find) == SQLITE_ROW, database);
    std::string text = reinterpret_cast<const char*>(sqlite3_column_text(find, 0));
    sqlite3_finalize(find);
    return text;
}

// Copies the table's rows, or only reads them.
std::int64_t copy(sqlite3* from, sqlite3* into, const std::string& table) {
    Statement rows(from, "SELECT * FROM " + table);
    std::string places;
    for (int i = 0; i < rows.columns(); ++i) {
        places += i == 0 ? "?" : ",?";
    }
    std::int64_t count = 0;
    if (into == nullptr) {
        while (rows.step()) {
            ++count;
        }
        return count;
    }
    Statement insert(into, "INSERT INTO " + table + " VALUES (" + places + ")");
    while (rows.step()) {
        insert.insert(rows);
        ++count;
    }
    return count;
}

const std::vector<std::string> kTables{"attribution", "candidate", "demand"};

struct BulkInsert {
    std::int64_t rows = 0;
    double seconds = 0;
};

// The same rows into empty tables of the same form, in one transaction, less what reading them
// takes.
BulkInsert bulk_insert(const std::string& stored, const std::string& fresh) {
    sqlite3* from = nullptr;
    sqlite3* into = nullptr;
    require(sqlite3_open(stored.c_str(), &from) == SQLITE_OK, from);
    require(sqlite3_open(fresh.c_str(), &into) == SQLITE_OK, into);
    run(into, "PRAGMA journal_mode = WAL");
    for (const std::string& table : kTables) {
        run(into, create_statement(from, table));
    }
    const Stopwatch reading;
    for (const std::string& table : kTables) {
        copy(from, nullptr, table);
    }
    const double read = reading.seconds();
    BulkInsert insert;
    const Stopwatch both;
    run(into, "BEGIN");
    for (const std::string& table : kTables) {
        insert.rows += copy(from, into, table);
    }
    run(into, "COMMIT");
    insert.seconds = both.seconds() - read;
    sqlite3_close(from);
    sqlite3_close(into);
    return insert;
}

double reconcile_and_store(const Trace& trace, const std::string& file) {
    const auto admin = engine::sqlite_admin();
    const auto connection = admin->open(file, OpenMode::create);
    store::migrate(*connection, *admin);
    {
        sql::Transaction step(*connection);
        store::add_guild(*connection,
                         {.id = kGuild, .name = "Bench", .owner = UserId{1}, .system_channel = {}},
                         "bench",
                         trace.joins.front().at);
        step.commit();
    }
    const Stopwatch watch;
    sql::Transaction step(*connection);
    store::ResultWriter writer(*connection, kGuild, trace.history);
    const reconcile::Result result =
        reconcile::reconcile(trace.history, AssignmentTimeline{}, kReserved, writer.receiver());
    writer.finish(result.marks);
    step.commit();
    return watch.seconds();
}

}  // namespace

void measure_store(const Arguments& arguments, Targets& targets) {
    TraceLaws laws;
    laws.joins = arguments.quick ? 2'000 : 1'000'000;
    laws.codes = 200;
    const Trace trace = simulate(laws, 3);
    const testing::TemporaryFolder folder;
    const double ours = reconcile_and_store(trace, folder.file("ours.db"));
    const BulkInsert insert = bulk_insert(folder.file("ours.db"), folder.file("bulk.db"));
    fmt::print(
        "reconcile and store, 20/h, 5 min: {:.2f} s; bulk insert of the same {} rows: {:.2f} s\n",
        ours,
        insert.rows,
        insert.seconds);
    targets.add("store",
                "reconcile and store / bulk insert",
                ours / insert.seconds,
                Wanted::at_most,
                3,
                "",
                2);
}

}  // namespace invitectl::bench
