// What a run says of itself while it runs and afterwards: progress, log, status, metrics.
#include "commands/all.hpp"
#include "tests/end_to_end/site.hpp"
#include "tests/support/at_terminal.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <regex>
#include <sstream>
#include <sys/stat.h>
#include <thread>

namespace invitectl::testing {
namespace {

using nlohmann::json;

class Watching : public ::testing::Test {
  protected:
    Watching() {
        site.guild.invite("abc", "ana");
        site.init();
        site.pass(5min);
        site.must({"sync"});
    }

    // The next answer of the route comes late.
    void delay(const std::string& route, std::chrono::milliseconds by) {
        sim::Fault fault;
        fault.kind = sim::FaultKind::slow;
        fault.route = route;
        fault.delay = by;
        site.server.add_fault(fault);
    }

    void join(const std::string& name) {
        site.server.with_world([&](sim::World&) { site.guild.join(name, "abc"); });
        site.pass(5min);
    }

    Site site;
};

TEST_F(Watching, a_terminal_sees_something_before_discord_answers) {
    delay("guild", 1500ms);
    AtTerminal terminal(site.launch({"sync"}));
    ASSERT_TRUE(terminal.sees("test: the server itself"));
    EXPECT_EQ(terminal.wait(), 0);
    EXPECT_NE(terminal.bytes().find("\r\x1b[K"), std::string::npos);
}

// Every command that talks to Discord says so while its first answer, which takes five seconds, is
// still to come.
TEST_F(Watching, no_command_keeps_a_terminal_waiting_in_silence) {
    constexpr auto kLatency = 5s;
    site.must({"source", "create", "Reddit ad"});
    site.must({"invite", "assign", "abc", "Reddit ad"});
    const std::string guild = site.guild.guild().text();
    GuildId other;
    site.server.with_world([&](sim::World& world) { other = world.add_guild({}); });
    const std::map<std::string, std::vector<std::string>> lines = {
        {"init", {"--guild", guild, "--db", site.file("new.db")}},
        {"doctor", {}},
        {"auth status", {}},
        {"auth can-i", {}},
        {"guild add", {other.text()}},
        {"sync", {}},
        {"snapshot take", {}},
        {"poll members", {}},
        {"poll audit", {}},
        {"poll messages", {}},
        {"invite create", {"Reddit ad", "--channel", "general"}},
        {"invite delete", {"abc", "--yes"}},
        {"source retire", {"Reddit ad", "--delete-invites", "--yes"}},
    };
    site.server.add_fault({.kind = sim::FaultKind::slow, .times = -1, .delay = kLatency});
    for (const cli::Command& command : commands::all()) {
        if (!command.needs.discord) {
            continue;
        }
        ASSERT_TRUE(lines.contains(command.path)) << command.path;
        std::vector<std::string> words;
        std::istringstream path(command.path);
        for (std::string word; path >> word;) {
            words.push_back(word);
        }
        words.insert(words.end(), lines.at(command.path).begin(), lines.at(command.path).end());
        const auto typed = std::chrono::steady_clock::now();
        AtTerminal terminal(site.launch(words));
        EXPECT_TRUE(terminal.sees("\r", kLatency)) << command.path;
        EXPECT_LT(std::chrono::steady_clock::now() - typed, kLatency) << command.path;
        terminal.signal(SIGKILL);
        terminal.wait();
    }
}

TEST_F(Watching, progress_never_touches_what_is_printed) {
    const std::string plain = site.must({"auth", "can-i"});
    for (const auto* how : {"auto", "json", "off"}) {
        EXPECT_EQ(site.must({"auth", "can-i", "--progress", how}), plain) << how;
    }
    const Finished piped = site.run({"sync", "--progress", "auto"});
    EXPECT_EQ(piped.out + piped.err, "");
}

TEST_F(Watching, progress_as_objects) {
    join("bob");
    const Finished finished = site.run({"sync", "--progress", "json"});
    EXPECT_EQ(finished.status, 0);
    std::istringstream lines(finished.err);
    std::set<std::string> steps;
    for (std::string line; std::getline(lines, line);) {
        EXPECT_EQ(line.find('\r'), std::string::npos);
        const json object = json::parse(line);
        EXPECT_EQ(object["type"], "progress");
        EXPECT_EQ(object["guild"], "test");
        steps.insert(object["step"].get<std::string>());
    }
    for (const auto* step : {"invites", "members", "the audit log"}) {
        EXPECT_TRUE(steps.contains(step)) << finished.err;
    }
}

TEST_F(Watching, a_wait_for_a_limit_is_shown_with_its_reason) {
    sim::Fault fault;
    fault.kind = sim::FaultKind::limited_user;
    fault.route = "invites";
    fault.delay = 300ms;
    site.server.add_fault(fault);
    const Finished finished = site.run({"sync", "--progress", "json"});
    EXPECT_EQ(finished.status, 0);
    EXPECT_TRUE(std::regex_search(
        finished.err, std::regex("\"wait\":0\\.[1-9][0-9]*,\"wait_reason\":\"[^\"]+\"")))
        << finished.err;
}

TEST_F(Watching, sigusr1_prints_a_line_and_ends_nothing) {
    delay("members", 1500ms);
    site.server.clear_journal();
    Running running(site.launch({"sync"}));
    const auto asked_for_members = [&] {
        const auto journal = site.server.journal();
        return !journal.empty() && journal.back().route == "members";
    };
    for (int i = 0; i < 500 && !asked_for_members(); ++i) {
        std::this_thread::sleep_for(10ms);
    }
    running.signal(SIGUSR1);
    const Finished finished = running.wait();
    EXPECT_EQ(finished.status, 0);
    EXPECT_TRUE(std::regex_match(finished.err, std::regex("test: members.*\n"))) << finished.err;
}

TEST_F(Watching, the_log_file_is_private_and_names_the_run) {
    join("bob");
    const std::string path = site.file("log");
    EXPECT_EQ(site.must({"sync", "-vv", "--log-file", path, "-q"}), "");
    const std::string text = read_file(path);
    EXPECT_TRUE(std::regex_search(text, std::regex("debug \\[[0-9]+\\] GET .*\\(run [0-9]+\\)\n")))
        << text;
    EXPECT_EQ(text.find("made-up-for-tests"), std::string::npos);
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    site.use_base("http://127.0.0.1:9/api/v10");
    EXPECT_EQ(site.run({"sync", "--log-file", path}).status, 5);
    EXPECT_NE(read_file(path).find("error ["), std::string::npos) << "why it failed is kept";
}

TEST_F(Watching, every_line_of_a_json_log_is_an_object) {
    join("bob");
    Finished finished = site.run({"sync", "-vv", "--log-format", "json"});
    EXPECT_EQ(finished.status, 0);
    site.use_base("http://127.0.0.1:9/api/v10");
    const Finished failed = site.run({"sync", "-vv", "--log-format", "json"});
    EXPECT_EQ(failed.status, 5);
    std::istringstream lines(finished.err + failed.err);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
        const json object = json::parse(line, nullptr, false);
        ASSERT_TRUE(object.is_object()) << line;
        EXPECT_TRUE(object.contains("error") || object.contains("level")) << line;
    }
    EXPECT_GT(count, 5);
    EXPECT_EQ((finished.err + failed.err).find("made-up-for-tests"), std::string::npos);
}

// What the file says is done without a word on the command line, which is heard first all the same.
TEST_F(Watching, the_configuration_says_how_a_run_is_watched) {
    write_file(site.file("config.toml"),
               read_file(site.file("config.toml")) +
                   "progress = \"json\"\nlog_format = \"json\"\nlog_file = \"log\"\n"
                   "metrics_file = \"invitectl.prom\"\nnames = \"none\"\ncsv_safe = \"off\"\n");
    join("=bob");
    const Finished synced = site.run({"sync", "-vv"});
    EXPECT_EQ(synced.status, 0);
    std::istringstream lines(synced.err);
    std::set<std::string> kinds;
    for (std::string line; std::getline(lines, line);) {
        const json object = json::parse(line, nullptr, false);
        ASSERT_TRUE(object.is_object()) << line;
        kinds.insert(object.contains("level") ? "log" : object["type"].get<std::string>());
    }
    EXPECT_EQ(kinds, (std::set<std::string>{"log", "progress"})) << synced.err;
    EXPECT_EQ(read_file(site.file("log")).rfind("{\"time\":", 0), 0U);
    EXPECT_NE(read_file(site.file("invitectl.prom")).find("invitectl_last_run_success 1"),
              std::string::npos);
    const auto member = [&](std::vector<std::string> more) {
        std::vector<std::string> words = {
            "join", "recent", "--format", "csv", "--columns", "user", "--no-headers"};
        words.insert(words.end(), more.begin(), more.end());
        return site.must(words);
    };
    EXPECT_EQ(member({}).find("bob"), std::string::npos) << "names = none";
    EXPECT_EQ(member({"--names", "full"}), "=bob\r\n");
    EXPECT_EQ(member({"--names", "full", "--csv-safe", "on"}), "'=bob\r\n");
    // Errors are objects too, unless the command line wants words.
    const Finished failed = site.run({"leaderboard", "-g", "nowhere"});
    EXPECT_EQ(failed.status, 2);
    EXPECT_TRUE(json::parse(failed.err, nullptr, false).is_object()) << failed.err;
    const Finished worded = site.run({"leaderboard", "-g", "nowhere", "--log-format", "text"});
    EXPECT_EQ(worded.err.rfind("error: ", 0), 0U) << worded.err;
}

TEST_F(Watching, status_tells_runs_joins_and_gaps) {
    join("bob");
    site.must({"sync"});
    const json status = json::parse(site.must({"status", "--json"})).at(0);
    EXPECT_EQ(status["alias"], "test");
    EXPECT_EQ(status["standing"], "ok");
    EXPECT_EQ(status["last_outcome"], "ok");
    EXPECT_EQ(status["joins"], 1);
    EXPECT_EQ(
        status["certain"].get<int>() + status["likely"].get<int>() + status["open"].get<int>(), 1);
    EXPECT_GT(status["database_bytes"].get<int>(), 10'000);
    EXPECT_TRUE(status["at_work"].is_null());
    site.must({"settings", "set", "enabled", "off"});
    EXPECT_EQ(json::parse(site.must({"status", "--json"})).at(0)["standing"], "paused");
    site.must({"settings", "set", "enabled", "on"});
    site.server.with_world(
        [&](sim::World& world) { world.set_bot_present(site.guild.guild(), false); });
    EXPECT_EQ(site.run({"sync"}).status, 4);
    const json failing = json::parse(site.must({"status", "--json"})).at(0);
    EXPECT_EQ(failing["last_outcome"], "failed");
    EXPECT_NE(failing["last_success"], failing["last_run"]);
}

// The text format, line by line: what promtool would complain about.
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
std::map<std::string, double> parse_metrics(const std::string& text) {
    const std::regex help("# HELP ([a-z_]+) [A-Z].*\\.");
    const std::regex type("# TYPE ([a-z_]+) gauge");
    const std::regex sample(
        R"RE(([a-z_]+)(\{([a-z]+="([^"\\]|\\["\\n])*")(,[a-z]+="([^"\\]|\\["\\n])*")*\})? (-?[0-9.]+))RE");
    std::map<std::string, double> values;
    std::set<std::string> families;
    std::string family;
    std::istringstream lines(text);
    EXPECT_TRUE(text.ends_with('\n'));
    for (std::string line; std::getline(lines, line);) {
        std::smatch parts;
        if (std::regex_match(line, parts, help)) {
            family = parts[1];
            EXPECT_TRUE(families.insert(family).second) << "twice: " << line;
            EXPECT_TRUE(std::getline(lines, line) && std::regex_match(line, parts, type)) << line;
            EXPECT_EQ(parts[1], family);
            continue;
        }
        EXPECT_TRUE(std::regex_match(line, parts, sample)) << line;
        EXPECT_EQ(parts[1], family) << "outside its family: " << line;
        const std::string name = line.substr(0, line.rfind(' '));
        EXPECT_TRUE(values.emplace(name, std::stod(parts[parts.size() - 1])).second) << line;
    }
    return values;
}

TEST_F(Watching, metrics_follow_the_runs) {
    const std::string path = site.file("invitectl.prom");
    join("bob");
    site.must({"sync", "--metrics-file", path});
    const auto good = parse_metrics(read_file(path));
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0644U);
    EXPECT_EQ(good.at("invitectl_last_run_success"), 1);
    EXPECT_EQ(good.at("invitectl_guild_joins{guild=\"test\",verdict=\"waiting\"}"), 0);
    EXPECT_GT(good.at("invitectl_last_run_duration_seconds"), 0);
    EXPECT_GT(good.at("invitectl_database_bytes"), 10'000);
    EXPECT_EQ(
        good.at(
            "invitectl_last_run_requests{route=\"GET /guilds/{guild}/invites\",status=\"200\"}"),
        1);
    EXPECT_TRUE(good.contains("invitectl_guild_unattributed_ratio{guild=\"test\"}"));

    // A failed poll moves the last run, and leaves the last success.
    site.server.with_world(
        [&](sim::World& world) { world.set_bot_present(site.guild.guild(), false); });
    EXPECT_EQ(site.run({"sync", "--metrics-file", path}).status, 4);
    const auto bad = parse_metrics(read_file(path));
    EXPECT_EQ(bad.at("invitectl_last_run_success"), 0);
    EXPECT_GT(bad.at("invitectl_last_run_timestamp_seconds"),
              good.at("invitectl_last_run_timestamp_seconds"));
    EXPECT_EQ(bad.at("invitectl_last_success_timestamp_seconds"),
              good.at("invitectl_last_success_timestamp_seconds"));
}

TEST_F(Watching, a_reader_of_the_metrics_never_sees_a_part) {
    const std::string path = site.file("invitectl.prom");
    site.must({"sync", "--metrics-file", path});
    std::atomic<bool> over = false;
    std::atomic<int> reads = 0;
    std::thread reader([&] {
        while (!over || reads < 1000) {
            const std::string text = read_file(path);
            EXPECT_TRUE(text.ends_with('\n') &&
                        text.find("invitectl_guild_gaps") != std::string::npos);
            ++reads;
        }
    });
    for (int i = 0; i < 10; ++i) {
        site.must({"sync", "--metrics-file", path});
    }
    over = true;
    reader.join();
}

TEST_F(Watching, metrics_that_cannot_be_written_fail_no_run) {
    const Finished finished = site.run({"sync", "--metrics-file", site.file("no/such/x.prom")});
    EXPECT_EQ(finished.status, 0);
    EXPECT_NE(finished.err.find("warning: the metrics file was not written"), std::string::npos)
        << finished.err;
}

TEST_F(Watching, paused_guild_makes_no_requests) {
    site.must({"settings", "set", "enabled", "off"});
    site.server.clear_journal();
    site.pass(10min);
    EXPECT_EQ(site.must({"sync"}), "");
    EXPECT_TRUE(site.server.journal().empty());
    const json status = json::parse(site.must({"status", "--json"})).at(0);
    EXPECT_EQ(status["standing"], "paused");
    EXPECT_GT(status["gaps"].get<int>(), 0);
    EXPECT_NE(status["latest_gap"].get<std::string>().find("disabled"), std::string::npos);
    site.must({"settings", "set", "enabled", "on"});
    join("bob");
    site.must({"sync"});
    EXPECT_FALSE(site.server.journal().empty());
    EXPECT_EQ(json::parse(site.must({"status", "--json"})).at(0)["joins"], 1);
}

TEST_F(Watching, auth_shows_the_place_and_four_characters) {
    const std::string shown = site.must({"auth", "status"});
    EXPECT_NE(shown.find("6789"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("56789"), std::string::npos) << shown;
    EXPECT_NE(shown.find("token"), std::string::npos) << shown;
    EXPECT_EQ(site.must({"auth", "can-i", "read-invites"}), "yes\n");
    site.server.with_world([&](sim::World& world) {
        world.set_bot_permissions(site.guild.guild(),
                                  sim::kUsualBotPermissions & ~sim::kCreateInvite);
        world.set_everyones_permissions(site.guild.guild(), sim::kViewChannel);
    });
    const Finished no = site.run({"auth", "can-i", "create-invite"});
    EXPECT_EQ(no.status, 4);
    EXPECT_EQ(no.out, "no\n");
    EXPECT_NE(complaint_in(no.err).why.find("Create Invite"), std::string::npos) << no.err;
    EXPECT_EQ(site.run({"auth", "can-i", "red-invites"}).status, 2);
}

}  // namespace
}  // namespace invitectl::testing
