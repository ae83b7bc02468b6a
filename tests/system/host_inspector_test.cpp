// What the machine says of files, disks and locks.
#include "invitectl/system/host_inspector.hpp"

#include "invitectl/system/clock.hpp"
#include "invitectl/system/run_lock.hpp"

#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <unistd.h>

namespace invitectl::system {
namespace {

TEST(HostInspector, looks_at_files) {
    const testing::TemporaryFolder folder;
    const auto host = host_inspector();
    EXPECT_FALSE(host->file(folder.file("none")));
    testing::write_file(folder.file("private"), "12345", 0600);
    const auto mine = host->file(folder.file("private"));
    ASSERT_TRUE(mine);
    EXPECT_TRUE(mine->regular);
    EXPECT_TRUE(mine->own);
    EXPECT_FALSE(mine->others_read);
    EXPECT_EQ(mine->bytes, 5);
    testing::write_file(folder.file("shared"), "1", 0666);
    EXPECT_TRUE(host->file(folder.file("shared"))->others_read);
    EXPECT_TRUE(host->file(folder.file("shared"))->others_write);
    EXPECT_FALSE(host->file(folder.path())->regular);
}

TEST(HostInspector, looks_at_the_disk_of_a_file_that_is_not_there_yet) {
    const testing::TemporaryFolder folder;
    const auto disk = host_inspector()->disk(folder.file("not/yet/there.db"));
    ASSERT_TRUE(disk);
    EXPECT_GT(disk->free_bytes, 0);
}

TEST(HostInspector, names_who_holds_the_lock_without_taking_it) {
    const testing::TemporaryFolder folder;
    const std::string database = folder.file("guild.db");
    const auto host = host_inspector();
    const auto clock = system_clock({});
    EXPECT_FALSE(host->lock_holder(database));
    {
        const auto held =
            file_run_lock(database, *clock, {})->take("invitectl sync", std::chrono::seconds{0});
        const auto holder = host->lock_holder(database);
        ASSERT_TRUE(holder);
        EXPECT_EQ(holder->command, "invitectl sync");
        EXPECT_EQ(holder->process, std::to_string(::getpid()));
        EXPECT_TRUE(holder->since);
    }
    EXPECT_FALSE(host->lock_holder(database));
}

}  // namespace
}  // namespace invitectl::system
