// What happens to files: which are opened, which are refused, and what nobody else may read.
#include "invitectl/base/error.hpp"
#include "invitectl/engine/sqlite.hpp"

#include "tests/engine/temporary_folder.hpp"
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace invitectl::engine {
namespace {

namespace fs = std::filesystem;

class SqliteFiles : public testing::Test {
  protected:
    const TemporaryFolder folder;
    const std::string path = folder.file("test.db");
    const std::unique_ptr<DatabaseAdmin> admin = sqlite_admin();

    // A database with one table and one row.
    void make_database() {
        const auto connection = admin->open(path, OpenMode::create);
        sql::Transaction transaction(*connection);
        connection->execute("CREATE TABLE thing (name TEXT); INSERT INTO thing VALUES ('one')");
        admin->set_schema_version(*connection, 1);
        transaction.commit();
    }

    void write(const std::string& content) const {
        std::ofstream(path, std::ios::binary) << content;
    }
    std::string content() const {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    mode_t mode_of(const std::string& file) const {
        struct stat status {};
        EXPECT_EQ(::lstat(file.c_str(), &status), 0) << file;
        return status.st_mode & 07777U;
    }

    ErrorCode refusal(OpenMode mode) const {
        try {
            admin->open(path, mode)->execute("PRAGMA quick_check");
        } catch (const Error& error) {
            EXPECT_FALSE(error.happened().empty());
            return error.code();
        }
        ADD_FAILURE() << "opened";
        return ErrorCode::usage;
    }
    std::string first_name(sql::Connection& connection) const {
        const auto row = connection.prepare("SELECT name FROM thing");
        return row->step() ? std::string(row->text(0)) : "";
    }
};

TEST_F(SqliteFiles, only_the_owner_may_read_what_is_created) {
    const mode_t before = ::umask(0);
    const std::string deep = folder.file("a/b/test.db");
    {
        const auto connection = admin->open(deep, OpenMode::create);
        connection->execute("CREATE TABLE thing (name TEXT)");
        EXPECT_EQ(mode_of(deep), 0600U);
        EXPECT_EQ(mode_of(deep + "-wal"), 0600U);
        EXPECT_EQ(mode_of(deep + "-shm"), 0600U);
    }
    EXPECT_EQ(mode_of(folder.file("a")), 0700U);
    EXPECT_EQ(mode_of(folder.file("a/b")), 0700U);
    ::umask(before);
}

TEST_F(SqliteFiles, a_database_is_created_once) {
    make_database();
    const std::string before = content();
    EXPECT_EQ(refusal(OpenMode::create), ErrorCode::already_initialised);
    EXPECT_EQ(content(), before);
}

TEST_F(SqliteFiles, an_interrupted_creation_is_taken_up_again) {
    write("");
    EXPECT_EQ(refusal(OpenMode::write), ErrorCode::no_database);
    make_database();
    EXPECT_EQ(first_name(*admin->open(path, OpenMode::read)), "one");
}

TEST_F(SqliteFiles, a_file_without_tables_is_no_database_yet) {
    admin->open(path, OpenMode::create);
    EXPECT_EQ(refusal(OpenMode::read), ErrorCode::no_database);
    EXPECT_EQ(refusal(OpenMode::write), ErrorCode::no_database);
    make_database();
    EXPECT_EQ(first_name(*admin->open(path, OpenMode::write)), "one");
}

TEST_F(SqliteFiles, a_missing_file_is_not_created_by_reading_or_writing) {
    EXPECT_EQ(refusal(OpenMode::read), ErrorCode::no_database);
    EXPECT_EQ(refusal(OpenMode::write), ErrorCode::no_database);
    EXPECT_FALSE(fs::exists(path));
}

TEST_F(SqliteFiles, the_files_of_others_are_left_alone) {
    std::string other = content();
    {
        make_database();
        other = content();
        for (std::size_t i = 68; i < 72; ++i) {
            other[i] = '\0';  // the application id of SQLite's header
        }
        fs::remove(path);
    }
    for (const std::string& bytes : {std::string("hello\n"), other, std::string(5000, 'x')}) {
        write(bytes);
        EXPECT_EQ(refusal(OpenMode::read), ErrorCode::foreign_database);
        EXPECT_EQ(refusal(OpenMode::write), ErrorCode::foreign_database);
        EXPECT_EQ(refusal(OpenMode::create), ErrorCode::already_initialised);
        EXPECT_EQ(content(), bytes);
    }
}

TEST_F(SqliteFiles, links_and_folders_are_not_opened) {
    make_database();
    const std::string real = folder.file("real.db");
    fs::rename(path, real);
    fs::create_symlink(real, path);
    for (const OpenMode mode : {OpenMode::read, OpenMode::write, OpenMode::create}) {
        EXPECT_EQ(refusal(mode), ErrorCode::file);
    }
    fs::remove(path);
    fs::create_directory(path);
    EXPECT_EQ(refusal(OpenMode::read), ErrorCode::file);
    EXPECT_EQ(refusal(OpenMode::create), ErrorCode::file);
}

TEST_F(SqliteFiles, a_linked_folder_above_is_fine) {
    make_database();
    const TemporaryFolder other;
    fs::create_directory_symlink(folder.path(), other.file("link"));
    EXPECT_EQ(first_name(*admin->open(other.file("link/test.db"), OpenMode::write)), "one");
    EXPECT_EQ(first_name(*admin->open(other.file("link/test.db"), OpenMode::read)), "one");
}

TEST_F(SqliteFiles, reading_changes_no_byte) {
    make_database();
    const std::string before = content();
    {
        const auto connection = admin->open(path, OpenMode::read);
        EXPECT_EQ(first_name(*connection), "one");
        EXPECT_THROW(connection->execute("INSERT INTO thing VALUES ('two')"), Error);
    }
    EXPECT_EQ(content(), before);
}

TEST_F(SqliteFiles, reading_sees_what_a_writer_has_just_committed) {
    make_database();
    const auto writer = admin->open(path, OpenMode::write);
    const auto reader = admin->open(path, OpenMode::read);
    writer->execute("UPDATE thing SET name = 'two'");
    EXPECT_EQ(first_name(*reader), "two");
    sql::Transaction transaction(*reader);
    EXPECT_EQ(first_name(*reader), "two");
    writer->execute("UPDATE thing SET name = 'three'");
    EXPECT_EQ(first_name(*reader), "two") << "one transaction sees one state";
}

// Permissions do not bind the superuser, so a test run as root becomes somebody else for a while.
class OrdinaryUser {
  public:
    explicit OrdinaryUser(const fs::path& folder) : was_root_(::geteuid() == 0) {
        constexpr uid_t kNobody = 65534;
        if (!was_root_) {
            return;
        }
        EXPECT_EQ(::chown(folder.c_str(), kNobody, kNobody), 0);
        for (const auto& file : fs::directory_iterator(folder)) {
            EXPECT_EQ(::chown(file.path().c_str(), kNobody, kNobody), 0);
        }
        EXPECT_EQ(::seteuid(kNobody), 0);
    }
    ~OrdinaryUser() {
        if (was_root_) {
            EXPECT_EQ(::seteuid(0), 0);
        }
    }
    OrdinaryUser(const OrdinaryUser&) = delete;
    OrdinaryUser& operator=(const OrdinaryUser&) = delete;

  private:
    bool was_root_;
};

TEST_F(SqliteFiles, a_database_in_a_folder_nobody_can_write_is_readable) {
    make_database();
    const OrdinaryUser somebody(folder.path());
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(first_name(*admin->open(path, OpenMode::read)), "one");
    EXPECT_FALSE(std::ofstream(folder.path() / "new").is_open());
    fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST_F(SqliteFiles, damage_is_noticed_and_named) {
    make_database();
    std::string bytes = content();
    for (std::size_t i = 100; i < bytes.size(); ++i) {
        bytes[i] = '\x5a';
    }
    write(bytes);
    EXPECT_EQ(refusal(OpenMode::write), ErrorCode::damaged_database);
    write(content().substr(0, 600));
    EXPECT_EQ(refusal(OpenMode::read), ErrorCode::damaged_database);
}

TEST_F(SqliteFiles, writers_wait_for_each_other) {
    make_database();
    const auto first = admin->open(path, OpenMode::write);
    const auto second = admin->open(path, OpenMode::write);
    first->begin();
    first->execute("UPDATE thing SET name = 'first'");
    std::thread waiting([&] {
        sql::Transaction transaction(*second);
        second->execute("UPDATE thing SET name = name || ' second'");
        transaction.commit();
    });
    first->commit();
    waiting.join();
    EXPECT_EQ(first_name(*first), "first second");
}

TEST_F(SqliteFiles, a_full_disk_says_so_and_loses_nothing) {
    make_database();
    const auto connection = admin->open(path, OpenMode::write);
    connection->execute("PRAGMA max_page_count = 3");
    try {
        sql::Transaction transaction(*connection);
        for (int i = 0; i < 1000; ++i) {
            connection->execute("INSERT INTO thing VALUES (hex(randomblob(500)))");
        }
        transaction.commit();
        FAIL() << "the disk was not full";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::disk_full);
    }
    EXPECT_FALSE(connection->in_transaction());
    const auto count = connection->prepare("SELECT COUNT(*) FROM thing");
    ASSERT_TRUE(count->step());
    EXPECT_EQ(count->integer(0), 1);
}

TEST_F(SqliteFiles, every_commit_is_synchronised) {
    make_database();
    const auto connection = admin->open(path, OpenMode::write);
    const auto number = [&](const char* pragma) {
        const auto answer = connection->prepare(pragma);
        return answer->step() ? answer->integer(0) : -1;
    };
    EXPECT_EQ(number("PRAGMA synchronous"), 2);  // FULL
    EXPECT_EQ(number("PRAGMA foreign_keys"), 1);
    EXPECT_EQ(number("PRAGMA trusted_schema"), 0);
    EXPECT_EQ(number("PRAGMA cell_size_check"), 1);
    EXPECT_EQ(number("PRAGMA busy_timeout"), 5000);
    const auto mode = connection->prepare("PRAGMA journal_mode");
    ASSERT_TRUE(mode->step());
    EXPECT_EQ(mode->text(0), "wal");
}

}  // namespace
}  // namespace invitectl::engine
