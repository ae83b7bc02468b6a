// What `cmake --install` puts where.
#include "test_paths.hpp"
#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <filesystem>

namespace invitectl::testing {
namespace {

namespace fs = std::filesystem;

TEST(Install, puts_program_manuals_and_completions_in_their_places) {
    const TemporaryFolder folder;
    Launch launch;
    launch.arguments = {"/usr/bin/cmake",
                        "--install",
                        INVITECTL_BINARY_DIR,
                        "--prefix",
                        "/usr",
                        "--component",
                        "invitectl"};
    launch.environment = {{"DESTDIR", folder.path()}, {"PATH", "/usr/bin:/bin"}};
    const Finished finished = run(launch);
    ASSERT_EQ(finished.status, 0) << finished.out << finished.err;
    for (const auto* path : {"/usr/bin/invitectl",
                             "/usr/share/man/man1/invitectl.1",
                             "/usr/share/man/man1/invitectl-leaderboard.1",
                             "/usr/share/man/man5/invitectl-facts.5",
                             "/usr/share/bash-completion/completions/invitectl",
                             "/usr/share/zsh/site-functions/_invitectl",
                             "/usr/share/fish/vendor_completions.d/invitectl.fish"}) {
        EXPECT_TRUE(fs::exists(folder.path() + path)) << path << "\n" << finished.out;
    }
    std::size_t pages = 0;
    for (const auto& entry : fs::directory_iterator(INVITECTL_SOURCE_DIR "/man")) {
        pages += entry.path().extension() == ".1" ? 1U : 0U;
    }
    std::size_t installed = 0;
    for ([[maybe_unused]] const auto& entry :
         fs::directory_iterator(folder.path() + "/usr/share/man/man1")) {
        ++installed;
    }
    EXPECT_EQ(installed, pages);
    Launch program;
    program.arguments = {folder.path() + "/usr/bin/invitectl", "version"};
    EXPECT_EQ(run(program).status, 0);
}

}  // namespace
}  // namespace invitectl::testing
