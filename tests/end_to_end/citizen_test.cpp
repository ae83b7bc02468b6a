// How the program behaves among others: signals, pipes, prompts, files, and whom it talks to.
#include "commands/all.hpp"
#include "test_paths.hpp"
#include "tests/end_to_end/site.hpp"
#include "tests/support/at_terminal.hpp"
#include "tests/support/tracing.hpp"
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <regex>
#include <thread>

namespace invitectl::testing {
namespace {

namespace fs = std::filesystem;

class Citizen : public ::testing::Test {
  protected:
    Citizen() {
        site.guild.invite("abc123", "ana");
        site.guild.invite("def456", "ben");
        site.must({"init", "--guild", site.guild.guild().text(), "--alias", "harbour"});
        site.pass(5min);
        site.server.with_world([&](sim::World&) { site.guild.join("bob", "abc123"); });
        site.pass(5min);
        site.must({"sync"});
    }

    void slow_down(std::chrono::milliseconds delay) {
        sim::Fault fault;
        fault.kind = sim::FaultKind::slow;
        fault.times = -1;
        fault.delay = delay;
        site.server.add_fault(fault);
    }

    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator(site.file(""))) {
            names.insert(entry.path().filename().string());
        }
        return names;
    }

    Site site;
};

TEST_F(Citizen, answers_a_signal_at_once_and_leaves_no_mess) {
    slow_down(30s);
    const auto before = files();
    for (const auto& [number, status] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
        Running run(site.launch({"sync"}));
        std::this_thread::sleep_for(300ms);
        const auto asked = std::chrono::steady_clock::now();
        run.signal(number);
        const Finished finished = run.wait();
        EXPECT_EQ(finished.status, status) << finished.err;
        EXPECT_LT(std::chrono::steady_clock::now() - asked, 2s);
        EXPECT_NE(finished.err.find("next: "), std::string::npos) << finished.err;
    }
    EXPECT_EQ(files(), before);
    site.server.clear_faults();
    site.must({"sync"});
}

TEST_F(Citizen, ends_quietly_when_its_reader_has_seen_enough) {
    Launch launch = site.launch({});
    launch.arguments = {"/bin/bash",
                        "-c",
                        INVITECTL_BINARY_DIR
                        "/invitectl facts export | head -1; "
                        "echo \"${PIPESTATUS[0]}\""};
    const Finished finished = run(launch);
    EXPECT_EQ(finished.err, "");
    EXPECT_TRUE(finished.out.ends_with("\n0\n")) << finished.out;
}

TEST_F(Citizen, asks_nobody_where_there_is_no_terminal) {
    const Finished refused = site.run({"guild", "remove", "harbour"});
    EXPECT_EQ(refused.status, 6);
    EXPECT_NE(complaint_in(refused.err).next.find("--yes"), std::string::npos) << refused.err;
    EXPECT_NE(site.must({"guild", "list"}).find("harbour"), std::string::npos);
}

TEST_F(Citizen, asks_for_the_name_at_a_terminal) {
    for (const auto& [answer, status] : {std::pair{"nonsense", 6}, std::pair{"Test Guild", 0}}) {
        AtTerminal terminal(site.launch({"guild", "remove", "harbour"}));
        ASSERT_TRUE(terminal.sees("Type \"Test Guild\" to go on: ")) << terminal.bytes();
        terminal.type(answer);
        EXPECT_EQ(terminal.wait(), status) << terminal.bytes();
    }
    EXPECT_EQ(site.must({"guild", "list", "--columns", "alias", "--no-headers"}), "");
}

TEST_F(Citizen, an_interrupted_question_does_nothing) {
    AtTerminal terminal(site.launch({"guild", "remove", "harbour"}));
    ASSERT_TRUE(terminal.sees("to go on: ")) << terminal.bytes();
    terminal.press("\x03");
    EXPECT_EQ(terminal.wait(), 130) << terminal.bytes();
    EXPECT_NE(site.must({"guild", "list"}).find("harbour"), std::string::npos);
}

TEST_F(Citizen, takes_and_gives_files_by_the_name_of_a_dash) {
    const std::string facts = site.must({"facts", "export", "-o", "-"});
    Launch import = site.launch({"facts", "import", "--db", site.file("copy.db"), "-"});
    import.input = facts.substr(0, 60'000);  // a pipe holds as much
    ASSERT_LT(facts.size(), import.input.size() + 1);
    EXPECT_EQ(run(import).status, 0);
    Launch sync = site.launch({"sync", "--token-file", "-"});
    sync.input = read_file(site.file("token"));
    EXPECT_EQ(run(sync).status, 0);
}

TEST_F(Citizen, a_failed_import_leaves_no_database) {
    write_file(site.file("broken.ndjson"),
               site.must({"facts", "export"}) + "{\"fact\":\"nonsense\"}\n");
    const auto before = files();
    const Finished failed =
        site.run({"facts", "import", "--db", site.file("other.db"), site.file("broken.ndjson")});
    EXPECT_NE(failed.status, 0);
    EXPECT_FALSE(fs::exists(site.file("other.db"))) << failed.err;
    EXPECT_FALSE(fs::exists(site.file("other.db-wal")));
    EXPECT_NE(complaint_in(failed.err).next, "");
    (void)before;
}

TEST_F(Citizen, an_id_that_is_none_does_not_reach_discord) {
    site.server.clear_journal();
    EXPECT_EQ(site.run({"guild", "add", "12"}).status, 2);
    EXPECT_TRUE(site.server.journal().empty());
}

class TracedCitizen : public Citizen {
  protected:
    void SetUp() override {
        if (!can_trace()) {
            GTEST_SKIP() << "strace needs root here, or sudo without a password";
        }
    }
};

// Whom the program connects to, seen by the kernel: the API it is told, and nobody else.
TEST_F(TracedCitizen, talks_to_nobody_but_the_api) {
    const std::string trace = site.file("trace");
    const Finished finished = run(
        traced(site.launch({"sync"}), {"-f", "-q", "-e", "trace=connect,sendto,sendmsg"}, trace));
    ASSERT_EQ(finished.status, 0) << finished.err;
    const std::string calls = read_file(trace);
    const std::string port = "sin_port=htons(" + std::to_string(site.server.port()) + ")";
    const std::regex connection("connect\\([0-9]+, \\{([^}]*)\\}");
    int seen = 0;
    for (auto found = std::sregex_iterator(calls.begin(), calls.end(), connection);
         found != std::sregex_iterator();
         ++found) {
        const std::string address = (*found)[1].str();
        ++seen;
        EXPECT_NE(address.find(port), std::string::npos) << address;
        EXPECT_NE(address.find("127.0.0.1"), std::string::npos) << address;
    }
    EXPECT_GE(seen, 1) << calls;
}

// The same of every command there is, by its first example: no look-up, no other address.
TEST_F(TracedCitizen, no_command_talks_to_anybody_else) {
    const std::string port = std::to_string(site.server.port());
    const std::regex address(
        "htons\\(([0-9]+)\\), (?:sin_addr=inet_addr\\(\"([^\"]*)\"\\)|.*inet_pton\\(AF_INET6, "
        "\"([^\"]*)\")");
    int seen = 0;
    for (const cli::Command& command : commands::all()) {
        Launch launch = site.launch({});
        launch.environment["PATH"] = INVITECTL_BINARY_DIR ":/usr/bin:/bin";
        launch.environment["INVITECTL_DRY_RUN"] = "1";
        const std::string trace = site.file("trace");
        launch.arguments = {
            "/bin/sh", "-c", "cd '" + site.file("") + "' && " + command.examples.front().command};
        run(traced(launch,
                   {"-f", "--seccomp-bpf", "-q", "-e", "trace=connect,sendto,sendmsg,sendmmsg"},
                   trace));
        const std::string calls = read_file(trace);
        for (auto found = std::sregex_iterator(calls.begin(), calls.end(), address);
             found != std::sregex_iterator();
             ++found) {
            ++seen;
            EXPECT_EQ((*found)[1].str() + " " + (*found)[2].str(), port + " 127.0.0.1")
                << command.path;
        }
        std::filesystem::remove(trace);
    }
    EXPECT_GT(seen, 5);
}

// With --as-of the same database gives the same bytes, whenever it is asked.
TEST_F(Citizen, a_report_as_of_a_time_is_the_same_at_any_time) {
    const std::string text = read_file(site.file("config.toml"));
    const auto clock = text.find("clock = ");
    ASSERT_NE(clock, std::string::npos);
    write_file(site.file("config.toml"),
               text.substr(0, clock) + text.substr(text.find('\n', clock) + 1));  // the real time
    const std::map<std::string, std::string> arguments = {{"source show", "vanity"},
                                                          {"invite show", "abc123"},
                                                          {"join show", "1"},
                                                          {"member show", "bob"},
                                                          {"snapshot show", "1"},
                                                          {"snapshot diff", "1 2"}};
    const auto print_all = [&] {
        std::map<std::string, std::string> printed;
        for (const cli::Command& command : commands::all()) {
            if (!command.needs.as_of || command.changes) {
                continue;
            }
            const auto more = arguments.find(command.path);
            for (const auto* format : {"table", "json", "csv"}) {
                Launch launch = site.launch({});
                const bool is_table = command.tables != nullptr;
                launch.arguments = {"/bin/sh",
                                    "-c",
                                    INVITECTL_BINARY_DIR "/invitectl " + command.path + " " +
                                        (more == arguments.end() ? "" : more->second) +
                                        " --as-of 2026-08-20T12:00:00Z" +
                                        (is_table ? std::string(" --format ") + format : "")};
                launch.environment["INVITECTL_FORCE_TTY"] = "100";
                const Finished finished = run(launch);
                EXPECT_EQ(finished.status, 0) << command.path << finished.err;
                printed[command.path + " as " + format] = finished.out + finished.err;
            }
        }
        return printed;
    };
    const auto first = print_all();
    EXPECT_GT(first.size(), 40U);
    std::this_thread::sleep_for(1100ms);
    EXPECT_EQ(print_all(), first);
}

// A change of the configuration, killed before each of its system calls in turn: the old file or
// the new one, whole.
TEST_F(TracedCitizen, a_killed_config_set_leaves_the_old_file_or_the_new_one) {
    const std::string old_text = "# mine\n" + read_file(site.file("config.toml"));
    const std::string path = site.file("config.toml");
    write_file(path, old_text);
    site.must({"config", "set", "tz", "Europe/Berlin"});
    const std::string new_text = read_file(path);
    ASSERT_NE(new_text, old_text);
    ASSERT_TRUE(new_text.starts_with("# mine\n"));
    int old_ones = 0;
    int new_ones = 0;
    for (int nth = 1; nth < 400; ++nth) {
        write_file(path, old_text);
        const Finished finished =
            run(traced(site.launch({"config", "set", "tz", "Europe/Berlin"}),
                       {"-f",
                        "-q",
                        "-e",
                        "inject=openat,write,fsync,fchmod,rename,link,linkat,unlink,close,mkdir:"
                        "signal=KILL:when=" +
                            std::to_string(nth)},
                       "/dev/null"));
        const std::string now = read_file(path);
        ASSERT_TRUE(now == old_text || now == new_text) << "call " << nth << "\n" << now;
        (now == old_text ? old_ones : new_ones) += 1;
        if (finished.status == 0) {
            break;  // it has fewer calls than that
        }
    }
    EXPECT_GT(old_ones, 5);
    EXPECT_GE(new_ones, 2);
}

// Everything that changes something can be tried without changing it.
TEST_F(Citizen, a_dry_run_of_any_command_changes_nothing) {
    write_file(site.file("bot-token"), read_file(site.file("token")));
    write_file(site.file("harbour.ndjson"), site.must({"facts", "export"}));
    const std::string database = read_file(site.database());
    const std::string config = read_file(site.file("config.toml"));
    const auto before = files();
    site.server.clear_journal();
    int tried = 0;
    for (const cli::Command& command : commands::all()) {
        if (!command.changes) {
            continue;
        }
        ++tried;
        for (const cli::Example& example : command.examples) {
            Launch launch = site.launch({});
            launch.environment["PATH"] = INVITECTL_BINARY_DIR ":/usr/bin:/bin";
            launch.environment["INVITECTL_DRY_RUN"] = "1";
            launch.arguments = {
                "/bin/sh", "-c", "cd '" + site.file("") + "' && " + example.command};
            const Finished finished = run(launch);
            EXPECT_EQ(read_file(site.database()), database) << example.command << finished.err;
            EXPECT_EQ(read_file(site.file("config.toml")), config) << example.command;
        }
    }
    EXPECT_GT(tried, 10);
    for (const sim::JournalLine& line : site.server.journal()) {
        EXPECT_EQ(line.method, "GET") << line.path;
    }
    for (const std::string& name : files()) {
        EXPECT_TRUE(before.contains(name) || name.ends_with(".lock")) << name;
    }
}

}  // namespace
}  // namespace invitectl::testing
