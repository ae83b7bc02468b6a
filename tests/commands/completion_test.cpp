// What is offered for a word, and that the scripts in completions/ are what the program writes.
#include "invitectl/cli/complete.hpp"

#include "commands/all.hpp"
#include "test_paths.hpp"
#include "tests/support/program.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>

namespace invitectl::commands {
namespace {

using Words = std::vector<std::string>;

cli::OfferSources sources() {
    return {.guilds =
                [] {
                    return std::vector<cli::Offer>{{"harbour", "Harbour Lights"}};
                },
            .sources =
                [] {
                    return std::vector<cli::Offer>{{"Reddit ad", ""}, {"vanity", ""}};
                },
            .codes =
                [] {
                    return std::vector<cli::Offer>{{"abc123", ""}, {"def456", ""}};
                },
            .settings =
                [] {
                    return std::vector<cli::Offer>{{"closed", ""}};
                },
            .columns =
                [](const cli::Command& command) {
                    return std::vector<cli::Offer>{{command.path == "join list" ? "join" : "x", ""},
                                                   {"code", ""}};
                }};
}

cli::Offers offers(const Words& words) {
    return cli::complete(words, all(), sources());
}

Words values(const Words& words) {
    Words out;
    for (const cli::Offer& offer : offers(words).values) {
        out.push_back(offer.value);
    }
    return out;
}

bool has(const Words& words, const std::string& value) {
    return std::ranges::find(words, value) != words.end();
}

TEST(Completion, of_commands) {
    EXPECT_EQ(values({"leaderb"}), Words{"leaderboard"});
    EXPECT_TRUE(has(values({""}), "invite"));
    EXPECT_TRUE(has(values({"invite", ""}), "assign"));
    EXPECT_EQ(values({"invite", "assi"}), Words{"assign"});
    EXPECT_EQ(values({"-g", "harbour", "invite", "assi"}), Words{"assign"});
    EXPECT_FALSE(has(values({""}), "__complete"));
    EXPECT_EQ(values({"nonsense", ""}), Words{});
    EXPECT_EQ(values({"invite", "nonsense", ""}), Words{});
    EXPECT_EQ(values({}), Words{});
}

TEST(Completion, of_options_and_their_values) {
    EXPECT_EQ(values({"leaderboard", "--ran"}), Words{"--rank"});
    EXPECT_TRUE(has(values({"leaderboard", "--by", ""}), "source"));
    EXPECT_EQ(values({"leaderboard", "--by=so"}), Words{"--by=source"});
    EXPECT_EQ(values({"leaderboard", "--format", "nd"}), Words{"ndjson"});
    EXPECT_EQ(values({"leaderboard", "-g", ""}), Words{"harbour"});
    EXPECT_EQ(values({"--guild", "h"}), Words{"harbour"});
    EXPECT_TRUE(offers({"leaderboard", "--db", ""}).files);
    EXPECT_FALSE(offers({"leaderboard", ""}).files);
    EXPECT_EQ(values({"leaderboard", "--nonsense=x"}), Words{});
}

TEST(Completion, of_arguments) {
    EXPECT_EQ(values({"invite", "show", "a"}), Words{"abc123"});
    EXPECT_EQ(values({"invite", "assign", ""}), (Words{"abc123", "def456"}));
    EXPECT_EQ(values({"invite", "assign", "abc123", "R"}), Words{"Reddit ad"});
    EXPECT_EQ(values({"guild", "use", ""}), Words{"harbour"});
    EXPECT_EQ(values({"settings", "set", "c"}), Words{"closed"});
    EXPECT_EQ(values({"config", "set", "token_f"}), Words{"token_file"});
    EXPECT_TRUE(offers({"facts", "import", ""}).files);
    EXPECT_EQ(values({"help", "exit"}), Words{"exit-codes"});
    EXPECT_EQ(values({"help", "invite", "assi"}), Words{"assign"});
    EXPECT_EQ(values({"completion", "z"}), Words{"zsh"});
    EXPECT_EQ(values({"facts", "import", "--", "--al"}), Words{});
}

// Wherever a command of the list takes a source, a code, a guild or columns, they are offered: the
// words before are what its usage says.
TEST(Completion, of_sources_codes_and_columns_wherever_they_are_taken) {
    const std::map<std::string, std::string> wanted = {
        {"SOURCE", "Reddit ad"}, {"INTO", "Reddit ad"}, {"CODE", "abc123"}, {"GUILD", "harbour"}};
    int tried = 0;
    const auto expect = [&](Words words, const std::string& value, const std::string& what) {
        words.emplace_back("");
        ++tried;
        EXPECT_TRUE(has(values(words), value)) << words.front() << " " << words[1] << " " << what;
    };
    for (const cli::Command& command : all()) {
        if (command.hidden) {
            continue;
        }
        Words before = cli::words_of_line("invitectl " + command.path + " ");
        before.pop_back();
        cli::OptionSet set;
        const auto keep = command.body(set);
        Words arguments = before;
        for (const cli::Option& option : set.options()) {
            const std::string name = option.is_positional() ? option.names : option.value_name;
            const auto found = wanted.find(name);
            if (found != wanted.end() && option.is_positional()) {
                expect(arguments, found->second, name);
            } else if (found != wanted.end()) {
                Words words = before;
                words.push_back(option.long_name());
                expect(words, found->second, option.names);
            }
            if (option.is_positional()) {
                arguments.push_back(found != wanted.end() ? found->second : "1");
            }
        }
        for (const char* option : {"--columns", "--sort"}) {
            if (command.needs.table) {
                Words words = before;
                words.emplace_back(option);
                expect(words, "code", option);
            }
        }
    }
    EXPECT_GT(tried, 80);
}

TEST(Completion, of_columns) {
    EXPECT_EQ(values({"join", "list", "--columns", "j"}), Words{"join"});
    EXPECT_EQ(values({"join", "list", "--columns", "code,j"}), Words{"code,join"});
    EXPECT_EQ(values({"join", "list", "--json=j"}), Words{"--json=join"});
    EXPECT_TRUE(offers({"join", "list", "--columns", "j"}).unfinished);
}

TEST(Completion, offers_less_where_there_is_no_database) {
    cli::OfferSources none;
    none.guilds = []() -> std::vector<cli::Offer> { throw std::runtime_error("no database"); };
    const auto list = all();
    EXPECT_TRUE(cli::complete(Words{"leaderboard", "-g", ""}, list, none).values.empty());
    EXPECT_TRUE(cli::complete(Words{"invite", "show", ""}, list, none).values.empty());
    EXPECT_FALSE(cli::complete(Words{"leaderb"}, list, none).values.empty());
}

TEST(Completion, splits_lines_as_a_shell_does) {
    using cli::words_of_line;
    EXPECT_EQ(words_of_line("invitectl "), Words{""});
    EXPECT_EQ(words_of_line("invitectl le"), Words{"le"});
    EXPECT_EQ(words_of_line("A=b C='d e' invitectl invite as"), (Words{"invite", "as"}));
    EXPECT_EQ(words_of_line("invitectl a \"b c\" d\\ e 'f"), (Words{"a", "b c", "d e", "f"}));
    EXPECT_EQ(words_of_line("invitectl '' "), (Words{"", ""}));
    EXPECT_EQ(words_of_line(""), Words{""});
}

TEST(Completion, scripts_are_current) {
    const testing::TemporaryFolder home;
    for (const auto& [shell, name] : {std::pair{"bash", "invitectl.bash"},
                                      std::pair{"zsh", "_invitectl"},
                                      std::pair{"fish", "invitectl.fish"}}) {
        testing::Launch launch;
        launch.arguments = {INVITECTL_BINARY_DIR "/invitectl", "completion", shell};
        launch.environment = {{"HOME", home.path()}};
        const std::string script = testing::run(launch).out;
        const std::string path = std::string(INVITECTL_SOURCE_DIR "/completions/") + name;
        if (std::getenv("INVITECTL_UPDATE_MANUAL") != nullptr) {
            std::ofstream(path) << script;
        }
        EXPECT_EQ(testing::read_file(path), script)
            << "run this test with INVITECTL_UPDATE_MANUAL=1";
        EXPECT_FALSE(script.empty());
    }
}

}  // namespace
}  // namespace invitectl::commands
