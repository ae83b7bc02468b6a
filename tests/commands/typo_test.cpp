// A mistyped command gets the right hint, whichever letter is wrong.
#include "invitectl/cli/run.hpp"

#include "commands/all.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace invitectl::commands {
namespace {

std::vector<std::string> typos_of(const std::string& word) {
    std::vector<std::string> typos;
    for (std::size_t i = 0; i <= word.size(); ++i) {
        for (const char c : {'e', 'z'}) {
            typos.push_back(word.substr(0, i) + c + word.substr(i));
            if (i < word.size()) {
                typos.push_back(word.substr(0, i) + c + word.substr(i + 1));
            }
        }
        if (i < word.size()) {
            typos.push_back(word.substr(0, i) + word.substr(i + 1));
        }
        if (i + 1 < word.size()) {
            std::string swapped = word;
            std::swap(swapped[i], swapped[i + 1]);
            typos.push_back(swapped);
        }
    }
    return typos;
}

struct Said {
    int status = 0;
    std::string err;
};

Said type(const std::vector<std::string>& words, const std::vector<cli::Command>& list) {
    std::ostringstream out;
    std::ostringstream err;
    const cli::Host host{
        .streams = {.out = out, .err = err},
        .environment = [](const std::string&) { return std::optional<std::string>{}; },
        .factories = {}};
    const auto status = cli::run(words, list, host);
    return {static_cast<int>(status), err.str()};
}

std::vector<std::string> split(const std::string& path) {
    std::istringstream words(path);
    std::vector<std::string> out;
    for (std::string word; words >> word;) {
        out.push_back(word);
    }
    return out;
}

TEST(Typos, of_every_command_are_understood) {
    const std::vector<cli::Command> list = all();
    std::set<std::string> valid;
    for (const cli::Command* command : cli::visible(list)) {
        valid.insert(command->path);
        valid.insert(split(command->path).front());
    }
    int tried = 0;
    for (const std::string& path : valid) {
        const auto words = split(path);
        for (std::size_t wrong = 0; wrong < words.size(); ++wrong) {
            for (const std::string& typo : typos_of(words[wrong])) {
                std::vector<std::string> typed = words;
                typed[wrong] = typo;
                const bool first_exists = valid.contains(typed.front());
                const std::string whole =
                    typed.size() == 1 ? typed.front() : typed[0] + " " + typed[1];
                if (typo.empty() || valid.contains(whole) ||
                    (typed.size() > 1 && wrong == 0 && first_exists) || typo == words[wrong]) {
                    continue;
                }
                const Said said = type(typed, list);
                ++tried;
                EXPECT_EQ(said.status, 2) << whole;
                EXPECT_TRUE(said.err.find("\"" + path + "\"") != std::string::npos ||
                            said.err.find("\"" + words.front() + "\"") != std::string::npos)
                    << "typed: " << whole << "\nmeant: " << path << "\n"
                    << said.err;
            }
        }
    }
    EXPECT_GT(tried, 1000);
}

TEST(Typos, of_options_are_understood) {
    const std::vector<cli::Command> list = all();
    int tried = 0;
    for (const cli::Command* command : cli::visible(list)) {
        cli::OptionSet set;
        const auto run = command->body(set);
        std::set<std::string> names;
        for (const cli::Option& option : set.options()) {
            names.insert(option.long_name());
        }
        for (const std::string& name : names) {
            if (!name.starts_with("--") || name.size() < 6) {
                continue;
            }
            for (const std::string& typo :
                 {name.substr(0, 4) + name.substr(5), name + "s", "--" + name.substr(3)}) {
                std::vector<std::string> words = split(command->path);
                words.push_back(typo);
                if (names.contains(typo)) {
                    continue;
                }
                ++tried;
                const Said said = type(words, list);
                EXPECT_EQ(said.status, 2) << command->path << " " << typo;
                EXPECT_NE(said.err.find("did you mean --"), std::string::npos)
                    << command->path << " " << typo << "\n"
                    << said.err;
            }
        }
    }
    EXPECT_GT(tried, 50);
}

}  // namespace
}  // namespace invitectl::commands
