#include "tests/end_to_end/site.hpp"

#include "test_paths.hpp"
#include "tests/support/canary.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <sqlite3.h>
#include <sstream>

namespace invitectl::testing {

namespace {

// Each row as its columns with bars between.
std::vector<std::string> rows_of(sqlite3* connection, const std::string& sql) {
    std::vector<std::string> rows;
    const auto keep = [](void* into, int columns, char** values, char**) {
        std::string row;
        for (int i = 0; i < columns; ++i) {
            row += std::string(i == 0 ? "" : "|") + (values[i] == nullptr ? "" : values[i]);
        }
        static_cast<std::vector<std::string>*>(into)->push_back(row);
        return 0;
    };
    char* message = nullptr;
    if (sqlite3_exec(connection, sql.c_str(), keep, &rows, &message) != SQLITE_OK) {
        ADD_FAILURE() << sql << ": " << message;
        sqlite3_free(message);
    }
    return rows;
}

}  // namespace

Site::Site(const sim::GuildSpec& spec, const sim::HttpOptions& options)
    : guild({}, spec), server(guild.world(), options) {
    write_file(file("token"), kCanaryToken + "\n");
    use_base(server.base_url());
}

void Site::use_base(const std::string& base) const {
    write_file(file("config.toml"),
               "db = \"guild.db\"\ntoken_file = \"token\"\nclock = \"server\"\napi_base = \"" +
                   base + "\"\nallow_api_base = [\"" + base + "\"]\n");
}

Launch Site::launch(const std::vector<std::string>& arguments) const {
    Launch launch;
    launch.arguments = {INVITECTL_BINARY_DIR "/invitectl"};
    launch.arguments.insert(launch.arguments.end(), arguments.begin(), arguments.end());
    launch.environment = {{"HOME", file("")},
                          {"INVITECTL_CONFIG", file("config.toml")},
                          {"LC_ALL", "C.UTF-8"},
                          {"TZ", "UTC"}};
    return launch;
}

Finished Site::run(const std::vector<std::string>& arguments) const {
    return testing::run(launch(arguments));
}

std::string Site::must(const std::vector<std::string>& arguments) const {
    const Finished finished = run(arguments);
    std::string typed;
    for (const std::string& word : arguments) {
        typed += " " + word;
    }
    EXPECT_EQ(finished.status, 0) << "invitectl" << typed << "\n" << finished.err;
    return finished.out;
}

void Site::init() const {
    must({"init", "--guild", guild.guild().text(), "--alias", "test"});
    must({"settings", "set", "closed", "on"});
}

void Site::pass(Duration time) {
    server.with_world([&](sim::World& world) { world.advance(time); });
}

void Site::forget_refusals() const {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(database().c_str(), &connection), SQLITE_OK);
    rows_of(connection, "DELETE FROM request_memory");
    rows_of(connection, "DELETE FROM refused_requests");
    sqlite3_close(connection);
}

void Site::fix_names() const {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(database().c_str(), &connection), SQLITE_OK);
    rows_of(connection, "UPDATE pseudonym_key SET key = zeroblob(32)");
    for (const std::string& table :
         rows_of(connection,
                 "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c"
                 " WHERE m.type = 'table' AND c.name = 'author'")) {
        rows_of(connection, "UPDATE " + table + " SET author = 'root'");
    }
    sqlite3_close(connection);
}

std::string Site::contents(const std::set<std::string>& without) const {
    sqlite3* connection = nullptr;
    if (sqlite3_open_v2(database().c_str(), &connection, SQLITE_OPEN_READONLY, nullptr) !=
        SQLITE_OK) {
        sqlite3_close(connection);
        return "(no database)";
    }
    std::string all;
    for (const std::string& table :
         rows_of(connection,
                 "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
                 "('run', 'poll', 'request_memory', 'refused_requests', 'pseudonym_key') ORDER BY "
                 "name")) {
        if (without.contains(table)) {
            continue;
        }
        all += "[" + table + "]\n";
        auto rows = rows_of(connection, "SELECT * FROM \"" + table + "\"");
        std::ranges::sort(rows);
        for (const std::string& row : rows) {
            all += row + "\n";
        }
    }
    sqlite3_close(connection);
    return all;
}

Complaint complaint_in(const std::string& err) {
    Complaint complaint;
    std::istringstream lines(err);
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("error: ", 0) == 0) {
            complaint.error = line.substr(7);
        } else if (line.rfind("why: ", 0) == 0) {
            complaint.why = line.substr(5);
        } else if (line.rfind("next: ", 0) == 0) {
            complaint.next = line.substr(6);
        }
    }
    return complaint;
}

}  // namespace invitectl::testing
