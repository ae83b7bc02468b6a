// What every option of every command has: help, and a variable unless it guards something.
#include "invitectl/base/error.hpp"

#include "cli/global_options.hpp"
#include "commands/all.hpp"
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace invitectl::commands {
namespace {

template <class Visit>
void each_option(Visit visit) {
    const auto list = all();
    for (const cli::Command& command : list) {
        cli::OptionSet own;
        cli::OptionSet common;
        cli::GlobalOptions unused;
        const auto run = command.body(own);
        cli::declare_globals(common, unused, command);
        for (const cli::OptionSet* set : {&own, &common}) {
            for (const cli::Option& option : set->options()) {
                visit(command, option);
            }
        }
    }
}

TEST(Options, all_have_help_and_a_variable) {
    const std::set<std::string> guards = {"--yes", "--api-base", "--help", "--version"};
    std::map<std::string, std::string> kinds;
    each_option([&](const cli::Command& command, const cli::Option& option) {
        EXPECT_FALSE(option.help.empty()) << command.path << " " << option.names;
        EXPECT_NE(option.help.back(), '.') << command.path << " " << option.names;
        if (option.is_positional()) {
            return;
        }
        EXPECT_EQ(option.environment().empty(), guards.contains(option.long_name()))
            << command.path << " " << option.names;
    });
}

TEST(Options, of_one_command_have_names_of_their_own) {
    std::map<std::string, std::set<std::string>> seen;
    each_option([&](const cli::Command& command, const cli::Option& option) {
        if (option.is_positional()) {
            return;
        }
        EXPECT_TRUE(seen[command.path].insert(option.long_name()).second)
            << command.path << " has " << option.long_name() << " twice";
        if (const auto comma = option.names.find(','); comma != std::string::npos) {
            EXPECT_TRUE(seen[command.path].insert(option.names.substr(0, comma)).second)
                << command.path << " has " << option.names << " twice";
        }
    });
}

// A variable does what its option does: both give the same values, read by the same rules.
TEST(Options, a_variable_says_what_its_option_says) {
    const auto list = all();
    int tried = 0;
    for (const cli::Command& command : list) {
        cli::OptionSet listed;
        cli::GlobalOptions ignored;
        const auto keep = command.body(listed);
        cli::declare_globals(listed, ignored, command);
        for (const cli::Option& option : listed.options()) {
            const std::string variable = option.environment();
            const bool plain =
                option.kind == cli::OptionKind::value || option.kind == cli::OptionKind::flag;
            if (variable.empty() || !plain || !option.environment_applied) {
                continue;
            }
            const bool is_flag = option.kind == cli::OptionKind::flag;
            const std::string value = is_flag                       ? "1"
                                      : !option.choice_list.empty() ? option.choice_list.back()
                                                                    : "5";
            const auto given = [&](bool typed) {
                cli::OptionSet set;
                cli::GlobalOptions options;
                const auto run = command.body(set);
                cli::declare_globals(set, options, command);
                std::vector<std::string> words;
                if (typed) {
                    words = is_flag ? std::vector{option.long_name()}
                                    : std::vector{option.long_name(), value};
                }
                try {
                    set.parse(words, [&](const std::string& name) {
                        return !typed && name == variable ? std::optional(value) : std::nullopt;
                    });
                } catch (const Error&) {
                    // positionals are missing, which is noticed after the options were read
                }
                const auto* found = set.found(option.long_name());
                return found == nullptr ? std::string("nothing")
                                        : (is_flag ? "on" : found->words.front());
            };
            ++tried;
            EXPECT_EQ(given(true), given(false)) << command.path << " " << variable;
            EXPECT_NE(given(false), "nothing") << command.path << " " << variable;
        }
    }
    EXPECT_GT(tried, 100);
}

TEST(Options, every_command_has_two_examples_and_a_summary) {
    for (const cli::Command& command : all()) {
        EXPECT_GE(command.examples.size(), 2U) << command.path;
        EXPECT_FALSE(command.summary.empty()) << command.path;
        for (const cli::Example& example : command.examples) {
            EXPECT_NE(example.command.find("invitectl"), std::string::npos) << example.command;
            EXPECT_FALSE(example.shows.empty()) << example.command;
        }
    }
}

}  // namespace
}  // namespace invitectl::commands
