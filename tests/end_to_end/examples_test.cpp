// Every example that help shows is typed into a shell, against a guild that has some history.
#include "commands/all.hpp"
#include "test_paths.hpp"
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace invitectl::testing {
namespace {

constexpr std::string_view kExampleGuild = "1308388315686375505";

std::string replaced(std::string text, std::string_view what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

// Help is wrapped to the width of a terminal; this undoes it.
std::string in_one_line(const std::string& text) {
    std::istringstream words(text);
    std::string line;
    for (std::string word; words >> word;) {
        line += (line.empty() ? "" : " ") + word;
    }
    return line;
}

class Examples : public ::testing::Test {
  protected:
    // Like typing the line into a shell, in the site's folder.
    Finished type(const std::string& line) const {
        Launch launch = site.launch({});
        launch.environment["PATH"] = INVITECTL_BINARY_DIR ":/usr/bin:/bin";
        launch.arguments = {"/bin/sh", "-c", "cd '" + site.file("") + "' && " + line};
        return testing::run(launch);
    }

    void expect_works(const std::string& line) const {
        const Finished finished = type(line);
        EXPECT_EQ(finished.status, 0) << line << "\n" << finished.out << finished.err;
        // Nothing is drawn over where nobody watches.
        // Lines of CSV, which exports are, end as RFC 4180 has them, with a carriage return.
        const bool is_csv = line.find("csv") != std::string::npos ||
                            line.find("invitectl export ") != std::string::npos;
        const std::string text = is_csv ? "" : finished.out;
        EXPECT_EQ((text + finished.err).find('\r'), std::string::npos) << line;
    }

    void live_a_little() {
        site.guild.invite("abc123", "ana");
        site.guild.invite("def456", "ben");
        site.must({"init", "--guild", site.guild.guild().text(), "--alias", "harbour"});
        site.pass(5min);
        site.server.with_world([&](sim::World&) {
            site.guild.join("bob", "abc123");
            site.guild.join("eve", "def456");
        });
        site.pass(5min);
        site.must({"sync"});
    }

    // What an example takes for granted beyond the guild with its history.
    void prepare(const cli::Command& command, const cli::Example& example) {
        if (command.path.starts_with("config ")) {
            site.use_base(site.server.base_url());  // what an earlier example changed
        }
        if (command.path == "guild remove" && example.command.find("books") != std::string::npos) {
            GuildId books;
            site.server.with_world([&](sim::World& world) { books = world.add_guild({}); });
            site.must({"guild", "add", books.text(), "--alias", "books"});
        }
    }

    void tidy_up(const cli::Command& command) {
        if (command.path.starts_with("config ")) {
            site.use_base(site.server.base_url());
        }
        if (command.path == "guild remove") {
            site.must({"settings", "set", "enabled", "on", "-g", "harbour"});
        }
    }

    Site site;
};

TEST_F(Examples, of_init_work_on_an_empty_machine) {
    site.guild.invite("abc123", "ana");
    write_file(site.file("bot-token"), read_file(site.file("token")));
    int seen = 0;
    for (const cli::Example& example : commands::init().examples) {
        ++seen;
        type("rm -f guild.db*");
        expect_works(replaced(example.command, kExampleGuild, site.guild.guild().text()));
    }
    EXPECT_GE(seen, 2);
}

TEST_F(Examples, of_every_other_command_work) {
    live_a_little();
    for (const cli::Command& command : commands::all()) {
        EXPECT_GE(command.examples.size(), 2U) << command.path;
        if (command.path == "init") {
            continue;
        }
        for (const cli::Example& example : command.examples) {
            prepare(command, example);
            // A guild to add must be one that is not followed yet.
            GuildId guild = site.guild.guild();
            if (command.path == "guild add") {
                site.server.with_world([&](sim::World& world) { guild = world.add_guild({}); });
                if (example.command.find("--alias harbour") != std::string::npos) {
                    expect_works(replaced(replaced(example.command, kExampleGuild, guild.text()),
                                          "--alias harbour",
                                          "--alias harbour2"));
                    continue;
                }
            }
            expect_works(replaced(example.command, kExampleGuild, guild.text()));
        }
        tidy_up(command);
    }
}

TEST_F(Examples, help_works_for_every_command_everywhere) {
    for (const cli::Command& command : commands::all()) {
        const Finished after = type("invitectl " + command.path + " --help");
        EXPECT_EQ(after.status, 0) << command.path;
        EXPECT_EQ(after.err, "") << command.path;
        EXPECT_NE(in_one_line(after.out).find(command.summary), std::string::npos) << command.path;
        const Finished before = type("invitectl help " + command.path);
        EXPECT_EQ(before.out, after.out) << command.path;
    }
}

// What the README types must exist; what exists must be found in help.
TEST_F(Examples, the_readme_names_only_commands_that_exist) {
    const std::string readme = read_file(INVITECTL_SOURCE_DIR "/README.md");
    const auto commands = commands::all();
    int seen = 0;
    for (auto at = readme.find("    invitectl "); at != std::string::npos;
         at = readme.find("    invitectl ", at + 1)) {
        const std::string line = readme.substr(at + 14, readme.find('\n', at) - at - 14);
        ++seen;
        const bool known = std::ranges::any_of(commands, [&](const cli::Command& command) {
            return (line + " ").rfind(command.path + " ", 0) == 0;
        });
        EXPECT_TRUE(known) << "invitectl " << line;
    }
    EXPECT_GE(seen, 8);
}

}  // namespace
}  // namespace invitectl::testing
