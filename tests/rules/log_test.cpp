// Nothing reaches standard error or a log but through the sink that redacts and escapes.
#include "tests/rules/source_tree.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace invitectl::rules {
namespace {

// What writes to standard error or a log, and the files that may: the sink itself, the streams it
// is given, and the command line's own face, which escapes what it prints.
const std::map<std::string, std::set<std::string>>& ways() {
    static const std::map<std::string, std::set<std::string>> kWays = {
        {"spdlog::", {"src/system/log.cpp"}},
        {"std::(cerr|clog|cout)", {}},
        {"\\b(f|v|vf|d)?printf\\s*\\(|\\bputs\\s*\\(|\\bperror\\s*\\(", {}},
        {"\\bsyslog\\s*\\(|sd_journal", {}},
        {"\\bfmt::print", {}},
        {"STDERR_FILENO|\\bstderr\\b",
         {"src/wiring.cpp", "src/system/process.cpp", "src/system/terminal.cpp"}},
        {"streams\\.err\\b",
         {"src/cli/run.cpp",
          "src/cli/context_watching.cpp",
          "src/cli/context_asking.cpp",
          "src/cli/each_guild.cpp"}},
    };
    return kWays;
}

// Without comments and string literals, which may speak of anything.
std::string code_of(const std::string& text) {
    static const std::regex kQuiet("//[^\n]*|\"(\\\\.|[^\"\\\\\n])*\"");
    return std::regex_replace(text, kQuiet, "");
}

TEST(Log, nothing_bypasses_the_sink) {
    int files = 0;
    for (const SourceFile& file : product_sources()) {
        ++files;
        const std::string code = code_of(file.text);
        for (const auto& [way, allowed] : ways()) {
            if (!allowed.contains(file.path)) {
                EXPECT_FALSE(std::regex_search(code, std::regex(way)))
                    << file.path << " writes by " << way << "; use ports/log.hpp";
            }
        }
    }
    EXPECT_GT(files, 100);
}

// The lint itself must see what it looks for.
TEST(Log, the_lint_finds_what_it_forbids) {
    for (const auto* line : {"std::cerr << x;",
                             "fprintf(stderr, x);",
                             "spdlog::info(x);",
                             "fmt::print(x);",
                             "host_.streams.err << x;"}) {
        const std::string code = code_of(line);
        EXPECT_TRUE(std::ranges::any_of(ways(), [&](const auto& way) {
            return std::regex_search(code, std::regex(way.first));
        })) << line;
    }
    EXPECT_EQ(code_of("a(\"std::cerr\"); // std::cerr"), "a(); ");
}

}  // namespace
}  // namespace invitectl::rules
