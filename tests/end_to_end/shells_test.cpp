// The completion scripts in the shells they are for. A stand-in for invitectl hands what the shell
// asks on to the real one, and writes down the arguments of everything else: so what counts is the
// line a person would have run after pressing Tab.
#include "test_paths.hpp"
#include "tests/end_to_end/site.hpp"
#include "tests/support/at_terminal.hpp"
#include <gtest/gtest.h>

#include <algorithm>

namespace invitectl::testing {
namespace {

struct Case {
    std::string typed;  // after "invitectl "; Tab follows
    std::vector<std::string> arguments;
};

// Every one has exactly one way to go on.
std::vector<Case> cases() {
    return {
        {"leaderb", {"leaderboard"}},
        {"snapsh", {"snapshot"}},
        {"invite assi", {"invite", "assign"}},
        {"invite unas", {"invite", "unassign"}},
        {"snapshot di", {"snapshot", "diff"}},
        {"facts exp", {"facts", "export"}},
        {"settings li", {"settings", "list"}},
        {"run sh", {"run", "show"}},
        {"poll aud", {"poll", "audit"}},
        {"help exit", {"help", "exit-codes"}},
        {"help permi", {"help", "permissions"}},
        {"help invite assi", {"help", "invite", "assign"}},
        {"completion zs", {"completion", "zsh"}},
        {"leaderboard --ran", {"leaderboard", "--rank"}},
        {"leaderboard --by inv", {"leaderboard", "--by", "inviter"}},
        {"leaderboard --by=inv", {"leaderboard", "--by=inviter"}},
        {"leaderboard --format nd", {"leaderboard", "--format", "ndjson"}},
        {"leaderboard --format=nd", {"leaderboard", "--format=ndjson"}},
        {"invite list --state exp", {"invite", "list", "--state", "expired"}},
        {"leaderboard -g har", {"leaderboard", "-g", "harbour"}},
        {"leaderboard --guild=har", {"leaderboard", "--guild=harbour"}},
        {"guild use har", {"guild", "use", "harbour"}},
        {"-g harbour invite assi", {"-g", "harbour", "invite", "assign"}},
        {"invite show abc", {"invite", "show", "abc123"}},
        {"invite assign def456 abc", {"invite", "assign", "def456", "abc123"}},
        {"invite assign abc123 Red", {"invite", "assign", "abc123", "Reddit ad"}},
        {"invite assign abc123 Bob", {"invite", "assign", "abc123", "Bob's \"$best\" ad"}},
        {"join list --source Red", {"join", "list", "--source", "Reddit ad"}},
        {"source show Red", {"source", "show", "Reddit ad"}},
        {"source set Red", {"source", "set", "Reddit ad"}},
        {"source rename Red", {"source", "rename", "Reddit ad"}},
        {"source retire Red", {"source", "retire", "Reddit ad"}},
        {"source reopen Old", {"source", "reopen", "Old ad"}},
        {"source merge Old", {"source", "merge", "Old ad"}},
        {"source merge vanity Red", {"source", "merge", "vanity", "Reddit ad"}},
        {"source list --sort owner_", {"source", "list", "--sort", "owner_id"}},
        {"invite create Red", {"invite", "create", "Reddit ad"}},
        {"invite unassign abc", {"invite", "unassign", "abc123"}},
        {"invite ignore abc123 def", {"invite", "ignore", "abc123", "def456"}},
        {"invite delete abc", {"invite", "delete", "abc123"}},
        {"invite credit abc", {"invite", "credit", "abc123"}},
        {"invite list --source Red", {"invite", "list", "--source", "Reddit ad"}},
        {"invite list --columns code,inviter_", {"invite", "list", "--columns", "code,inviter_id"}},
        {"join label 1 Red", {"join", "label", "1", "Reddit ad"}},
        {"join label --code abc", {"join", "label", "--code", "abc123"}},
        {"join list --code abc", {"join", "list", "--code", "abc123"}},
        {"join list --json=verd", {"join", "list", "--json=verdict"}},
        {"member list --columns user_", {"member", "list", "--columns", "user_id"}},
        {"history --columns subj", {"history", "--columns", "subject"}},
        {"settings set fake_t", {"settings", "set", "fake_threshold"}},
        {"config set token_f", {"config", "set", "token_file"}},
        {"facts import my-fa", {"facts", "import", "my-facts.ndjson"}},
    };
}

std::string in_brackets(const std::vector<std::string>& arguments) {
    std::string out;
    for (const std::string& argument : arguments) {
        out += "[" + argument + "]";
    }
    return out;
}

class Shells : public ::testing::Test {
  protected:
    Shells() {
        site.guild.invite("abc123", "ana");
        site.guild.invite("def456", "ben");
        site.must({"init", "--guild", site.guild.guild().text(), "--alias", "harbour"});
        site.must({"source", "create", "Reddit ad"});
        site.must({"source", "create", "Bob's \"$best\" ad"});
        site.must({"source", "create", "Old ad"});
        site.must({"source", "retire", "Old ad"});
        write_file(site.file("my-facts.ndjson"), "");
        write_file(site.file("invitectl"),
                   "#!/bin/sh\nif [ \"$1\" = __complete ]; then exec '" INVITECTL_BINARY_DIR
                   "/invitectl' \"$@\"; fi\n"
                   "{ printf '[%s]' \"$@\"; echo; } >> '" +
                       site.file("typed") + "'\n",
                   0700);
    }

    Launch shell(const std::vector<std::string>& arguments) const {
        Launch launch = site.launch({});
        launch.arguments = arguments;
        launch.environment["PATH"] = site.file("") + ":/usr/bin:/bin";
        launch.environment["TERM"] = "dumb";
        launch.environment["PS1"] = "READY> ";
        launch.environment["XDG_CONFIG_HOME"] = site.file("config");
        launch.environment["XDG_DATA_HOME"] = site.file("data");
        return launch;
    }

    std::size_t lines_typed() const {
        const std::string text = read_file(site.file("typed"));
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }

    std::string last_line() const {
        std::string text = read_file(site.file("typed"));
        text.pop_back();
        return text.substr(text.rfind('\n') + 1);
    }

    void expect_completes(AtTerminal& terminal) {
        for (const Case& one : cases()) {
            const std::size_t before = lines_typed();
            terminal.press("invitectl " + one.typed + "\t\r");
            for (int i = 0; i < 1000 && lines_typed() == before; ++i) {
                terminal.sees("\x01never\x01", std::chrono::milliseconds{5});  // keeps it flowing
            }
            ASSERT_EQ(lines_typed(), before + 1) << one.typed << "\n" << terminal.bytes();
            EXPECT_EQ(last_line(), in_brackets(one.arguments)) << one.typed;
        }
    }

    Site site;
};

TEST_F(Shells, bash_completes) {
    AtTerminal terminal(shell({"/bin/bash", "--norc", "--noprofile", "-i"}));
    ASSERT_TRUE(terminal.sees("READY> "));
    terminal.type("cd '" + site.file("") +
                  "' && source '" INVITECTL_SOURCE_DIR
                  "/completions/invitectl.bash'; PS1='NO''W> '");
    ASSERT_TRUE(terminal.sees("NOW> ")) << terminal.bytes();
    expect_completes(terminal);
    terminal.type("exit");
}

TEST_F(Shells, zsh_completes) {
    AtTerminal terminal(shell({"/usr/bin/zsh", "-f", "-i"}));
    ASSERT_TRUE(terminal.sees("READY> "));
    terminal.type("cd '" + site.file("") +
                  "' && autoload -Uz compinit && compinit -u -D && source '" INVITECTL_SOURCE_DIR
                  "/completions/_invitectl'; PS1='NO''W> '");
    ASSERT_TRUE(terminal.sees("NOW> ")) << terminal.bytes();
    expect_completes(terminal);
    terminal.type("exit");
}

// fish tells what it would offer without a terminal.
TEST_F(Shells, fish_completes) {
    std::string script = "cd '" + site.file("") +
                         "'; source '" INVITECTL_SOURCE_DIR "/completions/invitectl.fish'\n";
    for (const Case& one : cases()) {
        script += "complete -C 'invitectl " + one.typed + "'; echo =\n";
    }
    const Finished finished = run(shell({"/usr/bin/fish", "--no-config", "-c", script}));
    EXPECT_EQ(finished.status, 0) << finished.err;
    std::size_t at = 0;
    for (const Case& one : cases()) {
        const auto end = finished.out.find("=\n", at);
        ASSERT_NE(end, std::string::npos) << one.typed << "\n" << finished.out << finished.err;
        const std::string offered = finished.out.substr(at, end - at);
        at = end + 2;
        // The value stands before the tab; there is one line.
        EXPECT_EQ(offered.substr(0, offered.find_first_of("\t\n")), one.arguments.back())
            << one.typed;
        EXPECT_EQ(std::count(offered.begin(), offered.end(), '\n'), 1) << one.typed << offered;
    }
}

TEST_F(Shells, complete_what_they_can_without_database_and_configuration) {
    const TemporaryFolder empty;
    for (const auto* shell_name : {"zsh", "fish"}) {
        Launch launch;
        launch.arguments = {
            INVITECTL_BINARY_DIR "/invitectl", "__complete", shell_name, "--", "leaderb"};
        launch.environment = {{"HOME", empty.path()}};
        const Finished commands = run(launch);
        EXPECT_EQ(commands.status, 0);
        EXPECT_NE(commands.out.find("\nleaderboard\t"), std::string::npos) << commands.out;
        EXPECT_EQ(commands.err, "");
        launch.arguments = {
            INVITECTL_BINARY_DIR "/invitectl", "__complete", shell_name, "--", "-g", ""};
        const Finished guilds = run(launch);
        EXPECT_EQ(guilds.status, 0);
        EXPECT_EQ(guilds.out, "\n");
        EXPECT_EQ(guilds.err, "");
    }
}

// A name that would move the cursor is offered nowhere as a word, and is shown harmless beside one.
TEST_F(Shells, no_name_reaches_the_terminal_as_it_is) {
    sim::GuildSpec spec;
    spec.name = "Har\x1b[2Jbour\u202e";
    const Site other(spec);
    other.must({"init", "--guild", other.guild.guild().text(), "--alias", "harbour"});
    const Finished guilds = other.run({"__complete", "zsh", "--", "-g", ""});
    EXPECT_NE(guilds.out.find("harbour\t"), std::string::npos) << guilds.out;
    EXPECT_EQ(guilds.out.find('\x1b'), std::string::npos);
    EXPECT_EQ(guilds.out.find("\u202e"), std::string::npos);
}

}  // namespace
}  // namespace invitectl::testing
