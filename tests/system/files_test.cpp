// Small private files: whole or not at all, and read only from those we trust.
#include "invitectl/system/files.hpp"

#include "invitectl/base/error.hpp"

#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace invitectl::system {
namespace {

using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

mode_t mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777U;
}

std::size_t files_in(const std::string& folder) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) {
        ++count;
    }
    return count;
}

template <class Call>
ErrorCode code_of(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::internal;
}

TEST(Files, creates_private_files_and_folders) {
    const TemporaryFolder folder;
    const mode_t before = ::umask(0);
    private_files()->create(folder.file("a/b/config"), "text");
    ::umask(before);
    EXPECT_EQ(read_file(folder.file("a/b/config")), "text");
    EXPECT_EQ(mode_of(folder.file("a/b/config")), 0600U);
    EXPECT_EQ(mode_of(folder.file("a")), 0700U);
    EXPECT_EQ(mode_of(folder.file("a/b")), 0700U);
    EXPECT_EQ(files_in(folder.file("a/b")), 1U);  // no temporary file stays
}

TEST(Files, take_the_place_of_others_with_their_mode_and_through_links) {
    const TemporaryFolder folder;
    write_file(folder.file("real"), "old", 0640);
    std::filesystem::create_symlink("real", folder.file("link"));
    private_files()->replace(folder.file("link"), "new");
    EXPECT_EQ(read_file(folder.file("real")), "new");
    EXPECT_EQ(mode_of(folder.file("real")), 0640U);
    EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link")));
    private_files()->replace(folder.file("a/fresh"), "text");
    EXPECT_EQ(read_file(folder.file("a/fresh")), "text");
    EXPECT_EQ(mode_of(folder.file("a/fresh")), 0600U);
    EXPECT_EQ(files_in(folder.path()), 3U);
    EXPECT_EQ(files_in(folder.file("a")), 1U);
}

TEST(Files, never_overwrites) {
    const TemporaryFolder folder;
    write_file(folder.file("taken"), "old");
    EXPECT_EQ(code_of([&] { private_files()->create(folder.file("taken"), "new"); }),
              ErrorCode::already_exists);
    EXPECT_EQ(read_file(folder.file("taken")), "old");
    std::filesystem::create_symlink(folder.file("elsewhere"), folder.file("link"));
    EXPECT_EQ(code_of([&] { private_files()->create(folder.file("link"), "new"); }),
              ErrorCode::already_exists);
    EXPECT_FALSE(std::filesystem::exists(folder.file("elsewhere")));
    EXPECT_EQ(files_in(folder.path()), 2U);
}

TEST(Files, one_of_many_rivals_wins) {
    const TemporaryFolder folder;
    std::atomic<int> won = 0;
    std::vector<std::thread> rivals;
    for (int i = 0; i < 16; ++i) {
        rivals.emplace_back([&, i] {
            try {
                private_files()->create(folder.file("prize"),
                                        std::string(1000, static_cast<char>('a' + i)));
                ++won;
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::already_exists);
            }
        });
    }
    for (std::thread& rival : rivals) {
        rival.join();
    }
    EXPECT_EQ(won, 1);
    const std::string text = read_file(folder.file("prize"));
    EXPECT_EQ(text, std::string(1000, text.at(0)));
    EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(Files, reads_what_is_trusted) {
    const TemporaryFolder folder;
    write_file(folder.file("mine"), "text", 0644);
    EXPECT_EQ(private_files()->read_trusted(folder.file("mine")), "text");
    EXPECT_EQ(private_files()->read_trusted(folder.file("missing")), std::nullopt);
    EXPECT_EQ(private_files()->read_trusted(folder.file("mine/below")), std::nullopt);
}

TEST(Files, refuses_what_others_may_write) {
    const TemporaryFolder folder;
    for (const mode_t mode : {0666U, 0620U, 0602U}) {
        write_file(folder.file("shared"), "text", mode);
        EXPECT_EQ(code_of([&] { private_files()->read_trusted(folder.file("shared")); }),
                  ErrorCode::refused)
            << mode;
    }
    EXPECT_EQ(code_of([&] { private_files()->read_trusted(folder.path()); }), ErrorCode::file);
    ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
    EXPECT_EQ(code_of([&] { private_files()->read_trusted(folder.file("pipe")); }),
              ErrorCode::file);
}

TEST(Files, refuses_what_is_far_too_long) {
    const TemporaryFolder folder;
    write_file(folder.file("long"), std::string(2U << 20U, 'x'));
    EXPECT_EQ(code_of([&] { private_files()->read_trusted(folder.file("long")); }),
              ErrorCode::file);
}

}  // namespace
}  // namespace invitectl::system
