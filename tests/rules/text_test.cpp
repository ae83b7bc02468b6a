// What no file of the project may contain.
#include "tests/rules/source_tree.hpp"
#include <gtest/gtest.h>

#include <regex>

namespace invitectl::rules {
namespace {

std::vector<SourceFile> own_files() {
    std::vector<SourceFile> files = product_sources();
    for (const auto* folder : {"tests", "tools", "cmake", "man", "completions", ".ci"}) {
        for (auto& file : files_below(folder,
                                      {".cpp",
                                       ".hpp",
                                       ".py",
                                       ".cmake",
                                       "CMakeLists.txt",
                                       ".txt",
                                       ".1",
                                       ".5",
                                       "demo",
                                       "test",
                                       "deps",
                                       "bench",
                                       "run"})) {
            files.push_back(std::move(file));
        }
    }
    return files;
}

TEST(Text, nothing_is_left_for_later) {
    const std::regex left_open(
        "\\b(TO"
        "DO|FIX"
        "ME|XX"
        "X)\\b");
    for (const SourceFile& file : own_files()) {
        EXPECT_FALSE(std::regex_search(file.text, left_open)) << file.path;
    }
}

TEST(Text, no_path_of_one_machine) {
    const std::regex machine(
        "/(wo"
        "rk|home/[a-z]+|root)/");
    for (const SourceFile& file : own_files()) {
        EXPECT_FALSE(std::regex_search(file.text, machine)) << file.path;
    }
}

TEST(Text, every_test_file_asserts_something) {
    int seen = 0;
    for (const SourceFile& file : files_below("tests", {".cpp"})) {
        if (file.path.find("_test.cpp") == std::string::npos) {
            continue;
        }
        ++seen;
        EXPECT_TRUE(file.text.find("EXPECT_") != std::string::npos ||
                    file.text.find("ASSERT_") != std::string::npos)
            << file.path;
    }
    EXPECT_GT(seen, 5);
}

// Statements are literals: nobody builds SQL from pieces at run time.
TEST(Text, sql_is_written_in_the_store_alone) {
    const std::regex sql("\"\\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM)\\s", std::regex::icase);
    for (const SourceFile& file : product_sources()) {
        if (file.path.rfind("src/store/", 0) != 0) {
            EXPECT_FALSE(std::regex_search(file.text, sql)) << file.path;
        }
    }
}

}  // namespace
}  // namespace invitectl::rules
