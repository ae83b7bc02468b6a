// The pages in man/ are what the list of commands gives. INVITECTL_UPDATE_MANUAL=1 writes them
// anew.
#include "invitectl/cli/manual.hpp"

#include "commands/all.hpp"
#include "test_paths.hpp"
#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

namespace invitectl::commands {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = INVITECTL_SOURCE_DIR "/man";

testing::Finished invitectl(const std::vector<std::string>& arguments, const std::string& home) {
    testing::Launch launch;
    launch.arguments = {INVITECTL_BINARY_DIR "/invitectl"};
    launch.arguments.insert(launch.arguments.end(), arguments.begin(), arguments.end());
    launch.environment = {{"HOME", home}, {"LC_ALL", "C.UTF-8"}};
    return testing::run(launch);
}

TEST(Manual, the_pages_are_current) {
    const testing::TemporaryFolder folder;
    const bool update = std::getenv("INVITECTL_UPDATE_MANUAL") != nullptr;
    const testing::Finished made =
        invitectl({"man", "--out", update ? kFolder : folder.path()}, folder.path());
    ASSERT_EQ(made.status, 0) << made.err;
    std::set<std::string> expected = {"invitectl.1"};
    const auto list = all();
    for (const cli::Command* command : cli::visible(list)) {
        expected.insert(cli::manual_name(*command));
    }
    for (const std::string& name : expected) {
        const std::string page = testing::read_file(std::string(kFolder) + "/" + name);
        if (!update) {
            EXPECT_EQ(page, testing::read_file(folder.file(name)))
                << name << ": run this test with INVITECTL_UPDATE_MANUAL=1";
        }
        EXPECT_FALSE(page.empty()) << name;
    }
    for (const auto& entry : fs::directory_iterator(kFolder)) {
        const std::string name = entry.path().filename().string();
        EXPECT_TRUE(expected.contains(name) || name == "invitectl-facts.5")
            << name << " belongs to no command";
    }
}

TEST(Manual, mandoc_finds_nothing_to_complain_about) {
    testing::Launch launch;
    launch.arguments = {"/usr/bin/mandoc", "-Tlint", "-Wwarning"};
    for (const auto& entry : fs::directory_iterator(kFolder)) {
        launch.arguments.push_back(entry.path().string());
    }
    const testing::Finished finished = testing::run(launch);
    EXPECT_EQ(finished.status, 0) << finished.out << finished.err;
}

TEST(Manual, of_a_command_tells_all_that_help_tells) {
    const auto list = all();
    for (const cli::Command* command : cli::visible(list)) {
        const std::string page = cli::command_manual(*command, "November 25, 2026");
        cli::OptionSet set;
        const auto run = command->body(set);
        for (const cli::Option& option : set.options()) {
            const std::string name =
                option.is_positional() ? option.names : option.long_name().substr(2);
            EXPECT_NE(page.find(name), std::string::npos) << command->path << " " << name;
        }
        EXPECT_EQ(command->summary.find_last_of('.') + 1 == command->summary.size() &&
                      !command->summary.empty(),
                  false)
            << command->path << ": a summary has no full stop";
    }
}

}  // namespace
}  // namespace invitectl::commands
