// What errors say: every kind has something to say, and every command they suggest exists.
#include "invitectl/base/error.hpp"

#include "cli/error_catalogue.hpp"
#include "cli/global_options.hpp"
#include "cli/words.hpp"
#include "commands/all.hpp"
#include "test_paths.hpp"
#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

namespace invitectl::commands {
namespace {

// Parses as the program would; what is wrong, or nothing.
std::string parse_problem(const std::vector<std::string>& words,
                          const std::vector<cli::Command>& list) {
    const cli::Located located = cli::locate(words, list);
    if (located.command == nullptr) {
        const bool is_group =
            located.name.size() == 1 && !cli::group_members(list, located.name.front()).empty();
        return is_group ? "" : "no such command";
    }
    cli::OptionSet set;
    cli::GlobalOptions options;
    const auto run = located.command->body(set);
    cli::declare_globals(set, options, *located.command);
    try {
        set.parse(located.rest, [](const std::string&) { return std::optional<std::string>{}; });
    } catch (const Error& error) {
        return error.happened() + " " + error.why();
    }
    return {};
}

std::vector<std::string> shell_words(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    for (const char c : text + " ") {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ' ' && !quoted) {
            if (!word.empty()) {
                words.push_back(std::exchange(word, ""));
            }
        } else {
            word += c;
        }
    }
    return words;
}

// Texts of a source file: adjacent literals joined, escapes undone.
std::vector<std::string> literals_of(const std::string& source) {
    static const std::regex kLiteral("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    std::vector<std::string> texts;
    std::size_t last_end = std::string::npos;
    for (auto found = std::sregex_iterator(source.begin(), source.end(), kLiteral);
         found != std::sregex_iterator();
         ++found) {
        std::string text = (*found)[1].str();
        for (auto at = text.find("\\\""); at != std::string::npos; at = text.find("\\\"", at + 1)) {
            text.replace(at, 2, "\"");
        }
        const auto begin = static_cast<std::size_t>(found->position());
        const bool adjacent =
            last_end != std::string::npos &&
            source.substr(last_end, begin - last_end).find_first_not_of(" \n") == std::string::npos;
        if (adjacent) {
            texts.back() += text;
        } else {
            texts.push_back(text);
        }
        last_end = begin + static_cast<std::size_t>(found->length());
    }
    return texts;
}

// The command that begins at `at`, as far as the text shows it.
std::string command_in(const std::string& text, std::size_t at) {
    std::string command = text.substr(at);
    command = command.substr(0, command.find_first_of("\n;()`|>"));
    command = command.substr(0, command.find("  "));  // a column with what it is for
    while (command.ends_with('.')) {
        command.pop_back();
    }
    return command;
}

// What the program fills in behind a text that stops short: nothing, a word, two, one of a list.
std::string suggestion_problem(const std::string& command, const std::vector<cli::Command>& list) {
    const bool open_quote = std::count(command.begin(), command.end(), '"') % 2 != 0;
    const bool goes_on = command.ends_with(' ') || open_quote;
    std::string problem;
    for (const auto* filled_in : {"", "1", "1 1", "invites"}) {
        auto words = shell_words(command + filled_in + (open_quote ? "\"" : ""));
        words.erase(words.begin());
        problem = words.empty() ? "" : parse_problem(words, list);
        if (problem.empty() || !goes_on) {
            break;
        }
    }
    return problem;
}

// Whether it stands where something to type stands: alone, behind a colon, in backticks, in a pipe.
bool is_typed(const std::string& text, std::size_t at) {
    const std::string before = text.substr(0, at);
    return before.empty() || before.ends_with(": ") || before.ends_with('`') ||
           before.ends_with("  ") || before.ends_with("| ") || before.ends_with(".db ") ||
           before.ends_with("* ");
}

TEST(Errors, every_kind_is_in_the_catalogue) {
    std::set<std::string_view> ids;
    int next = 0;
    for (const cli::CatalogueEntry& entry : cli::error_catalogue()) {
        EXPECT_EQ(static_cast<int>(entry.code), next++) << "out of order: " << entry.what;
        EXPECT_FALSE(entry.what.empty());
        EXPECT_FALSE(entry.why.empty());
        EXPECT_FALSE(entry.next.empty());
        EXPECT_TRUE(ids.insert(error_id(entry.code)).second) << error_id(entry.code);
    }
    EXPECT_EQ(next, static_cast<int>(ErrorCode::internal) + 1);
}

TEST(Errors, every_command_they_suggest_parses) {
    const auto list = all();
    int seen = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(INVITECTL_SOURCE_DIR "/src")) {
        if (entry.path().extension() != ".cpp") {
            continue;
        }
        for (const std::string& text : literals_of(testing::read_file(entry.path().string()))) {
            constexpr std::string_view kProgram = "invitectl ";
            for (auto at = text.find(kProgram); at != std::string::npos;
                 at = text.find(kProgram, at + 1)) {
                const std::string command = command_in(text, at);
                const auto words = shell_words(command);
                // Not what merely speaks of the program: "invitectl tells the admins …".
                if (!is_typed(text, at) || words.size() < 2 || words[1].starts_with('-') ||
                    entry.path().filename() == "help.cpp") {
                    continue;
                }
                ++seen;
                EXPECT_EQ(suggestion_problem(command, list), "")
                    << entry.path().filename() << ": " << text;
            }
        }
    }
    EXPECT_GT(seen, 60);
}

}  // namespace
}  // namespace invitectl::commands
