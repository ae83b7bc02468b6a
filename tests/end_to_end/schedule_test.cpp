// What is printed for cron and systemd is what they take.
#include "tests/end_to_end/site.hpp"
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

namespace invitectl::testing {
namespace {

Finished analyze(const std::vector<std::string>& arguments) {
    Launch launch;
    launch.arguments = {"/usr/bin/systemd-analyze"};
    launch.arguments.insert(launch.arguments.end(), arguments.begin(), arguments.end());
    launch.environment = {{"PATH", "/usr/bin:/bin"}, {"LC_ALL", "C.UTF-8"}};
    return run(launch);
}

struct Units {
    std::string service;
    std::string timer;
};

Units write_units(const Site& site, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"schedule", "print", "--systemd", "--part", "service"};
    words.insert(words.end(), more.begin(), more.end());
    Units units{site.file("invitectl.service"), site.file("invitectl.timer")};
    write_file(units.service, site.must(words));
    words[4] = "timer";
    write_file(units.timer, site.must(words));
    return units;
}

TEST(Schedule, systemd_takes_the_units) {
    Site site;
    for (const auto* every : {"30s", "1m", "5m", "1h", "1d"}) {
        const Units units = write_units(site, {"--every", every});
        const Finished verified = analyze({"verify", "--man=no", units.service, units.timer});
        EXPECT_EQ(verified.status, 0) << verified.err << read_file(units.service);
        EXPECT_EQ(verified.err, "") << every;
    }
}

TEST(Schedule, the_unit_is_hardened) {
    Site site;
    const Units units = write_units(site);
    const std::string text = read_file(units.service);
    for (const auto* wanted : {"LoadCredential=discord-token:", "StateDirectory=invitectl\n"}) {
        EXPECT_NE(text.find(wanted), std::string::npos) << text;
    }
    const std::string timer = read_file(units.timer);
    for (const auto* wanted : {"Persistent=yes\n", "RandomizedDelaySec=", "OnCalendar=*:0/5\n"}) {
        EXPECT_NE(timer.find(wanted), std::string::npos) << timer;
    }
    const Finished rated =
        analyze({"security", "--offline=true", "--threshold=20", "--no-pager", units.service});
    EXPECT_EQ(rated.status, 0) << rated.out << rated.err;
}

// Paths of the configuration are meant from its folder, of which the unit gets a copy elsewhere.
TEST(Schedule, the_unit_writes_where_the_configuration_says) {
    Site site;
    site.must({"config", "set", "log_file", "invitectl.log"});
    site.must({"config", "set", "metrics_file", "metrics/invitectl.prom"});
    const Units units = write_units(site);
    const std::string text = read_file(units.service);
    const std::string folder = std::filesystem::path(site.file("")).parent_path().string();
    EXPECT_NE(
        text.find("Environment=INVITECTL_METRICS_FILE=" + folder + "/metrics/invitectl.prom\n"),
        std::string::npos)
        << text;
    EXPECT_NE(text.find("BindPaths=" + folder + "/metrics\n"), std::string::npos) << text;
    EXPECT_NE(text.find("Environment=INVITECTL_LOG_FILE="), std::string::npos) << text;
    const Finished verified = analyze({"verify", "--man=no", units.service, units.timer});
    EXPECT_EQ(verified.status, 0) << verified.err << text;
    EXPECT_EQ(verified.err, "");
}

// A crontab line: five fields, then a command for /bin/sh.
TEST(Schedule, cron_takes_the_line_and_sh_the_command) {
    Site site;
    site.guild.invite("abc", "ana");
    site.init();
    const std::regex line("([*/0-9]+ ){4}[*/0-9]+ (INVITECTL_CONFIG=.*sync)\n");
    for (const auto* every : {"1m", "5m", "30m", "1h", "6h", "1d"}) {
        const std::string text = site.must({"schedule", "print", "--cron", "--every", every});
        EXPECT_TRUE(std::regex_match(text, line)) << text;
    }
    std::smatch parts;
    const std::string text = site.must({"schedule", "print", "--cron"});
    ASSERT_TRUE(std::regex_match(text, parts, line)) << text;
    // As cron runs it: a bare environment, no terminal.
    Launch launch;
    launch.arguments = {"/bin/sh", "-c", parts[2]};
    launch.environment = {{"HOME", site.file("")}, {"PATH", "/usr/bin:/bin"}, {"SHELL", "/bin/sh"}};
    site.pass(5min);
    const Finished finished = run(launch);
    EXPECT_EQ(finished.status, 0);
    EXPECT_EQ(finished.out + finished.err, "") << "cron would mail this";
}

TEST(Schedule, below_a_minute_one_run_polls_several_times) {
    Site site;
    const std::string text = site.must({"schedule", "print", "--cron", "--every", "10s"});
    EXPECT_EQ(text.rfind("* * * * * ", 0), 0U) << text;
    EXPECT_NE(text.find(" sync --every 10s --for 55s\n"), std::string::npos) << text;
}

TEST(Schedule, intervals_that_cannot_be_scheduled_are_refused) {
    Site site;
    for (const auto* every : {"7m", "45s", "5h", "2d", "0s", "soon"}) {
        EXPECT_EQ(site.run({"schedule", "print", "--cron", "--every", every}).status, 2) << every;
    }
    EXPECT_EQ(site.run({"schedule", "print"}).status, 2);
    EXPECT_EQ(site.run({"schedule", "print", "--cron", "--systemd"}).status, 2);
}

}  // namespace
}  // namespace invitectl::testing
