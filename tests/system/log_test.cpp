// The log shows what was asked for, harms no terminal, and tells no secrets.
#include "invitectl/system/log.hpp"

#include "invitectl/base/error.hpp"

#include "tests/support/program.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>
#include <sys/stat.h>
#include <vector>

namespace invitectl::system {
namespace {

const std::string kToken =
    "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB";

std::string shown(int verbosity) {
    std::ostringstream out;
    const auto log = open_log({.verbosity = verbosity}, out);
    log->warning("w");
    log->info("i");
    log->debug("d");
    return out.str();
}

TEST(Log, shows_what_was_asked_for) {
    EXPECT_EQ(shown(0), "warning: w\n");
    EXPECT_EQ(shown(1), "warning: w\ni\n");
    EXPECT_EQ(shown(2), "warning: w\ni\nd\n");
}

TEST(Log, one_message_is_one_harmless_line) {
    std::ostringstream out;
    open_log({}, out)->warning("guild \x1b[2J\nevil");
    EXPECT_EQ(out.str(), "warning: guild \\u{1b}[2J\\u{a}evil\n");
}

TEST(Log, quiet_shows_nothing) {
    EXPECT_EQ(shown(-1), "");
}

TEST(Log, lines_name_their_run) {
    std::ostringstream out;
    const auto log = open_log({.verbosity = 1}, out);
    log->info("before");
    log->begin_run(7);
    log->warning("after");
    EXPECT_EQ(out.str(), "before\nwarning: after (run 7)\n");
}

TEST(Log, json_lines_are_whole_objects) {
    std::ostringstream out;
    const auto log = open_log({.verbosity = 2, .json = true}, out);
    log->debug("a \"quote\" and \x1b");
    log->begin_run(7);
    log->notice("said");
    log->warning(kToken);
    log->failure("told elsewhere");
    std::istringstream lines(out.str());
    std::vector<nlohmann::json> objects;
    for (std::string line; std::getline(lines, line);) {
        objects.push_back(nlohmann::json::parse(line));
        for (const auto* key : {"time", "level", "process", "run", "message"}) {
            EXPECT_TRUE(objects.back().contains(key)) << line;
        }
    }
    ASSERT_EQ(objects.size(), 3U);
    EXPECT_EQ(objects[0]["level"], "debug");
    EXPECT_EQ(objects[0]["message"], "a \"quote\" and \x1b");
    EXPECT_TRUE(objects[0]["run"].is_null());
    EXPECT_EQ(objects[1]["level"], "notice");
    EXPECT_EQ(objects[2]["run"], "7");
    EXPECT_EQ(objects[2]["message"], "[redacted]");
}

TEST(Log, the_journal_gets_priorities) {
    std::ostringstream out;
    const auto log = open_log({.verbosity = 2, .for_journal = true}, out);
    log->warning("w");
    log->info("i");
    log->debug("d");
    EXPECT_EQ(out.str(), "<4>warning: w\n<6>i\n<7>d\n");
}

TEST(Log, the_file_keeps_what_is_done_and_is_private) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.file("log");
    testing::write_file(path, "older\n", 0644);
    std::ostringstream out;
    const auto log = open_log({.file = path}, out);
    log->begin_run(3);
    log->info("read");
    log->debug("asked");
    log->notice("said");
    log->failure("why it failed");
    EXPECT_EQ(out.str(), "");
    const std::string text = testing::read_file(path);
    EXPECT_EQ(text.rfind("older\n", 0), 0U) << text;
    EXPECT_NE(text.find(" info ["), std::string::npos) << text;
    EXPECT_NE(text.find("read (run 3)\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("asked"), std::string::npos) << text;
    EXPECT_NE(text.find(" notice ["), std::string::npos) << text;
    EXPECT_NE(text.find(" error ["), std::string::npos) << text;
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST(Log, a_file_that_cannot_be_written_is_an_error) {
    const testing::TemporaryFolder folder;
    std::ostringstream out;
    EXPECT_THROW(open_log({.file = folder.path()}, out), Error);
    EXPECT_THROW(open_log({.file = folder.file("no/such/folder")}, out), Error);
    EXPECT_THROW(open_log({.file = "/dev/null"}, out), Error);
}

TEST(Log, redacts_tokens) {
    const std::vector<std::string> texts = {"GET /x Authorization: Bot " + kToken,
                                            kToken,
                                            "token=" + kToken + "&x",
                                            "\"" + kToken + "\", and again " + kToken,
                                            "Bearer abcdefghijklmnopqrstuvwx",
                                            "mfa." + std::string(84, 'x')};
    for (const std::string& text : texts) {
        const std::string clean = redact(text);
        EXPECT_EQ(clean.find("GabcDE"), std::string::npos) << clean;
        EXPECT_EQ(clean.find("abcdefghij"), std::string::npos) << clean;
        EXPECT_EQ(clean.find("xxxxx"), std::string::npos) << clean;
        EXPECT_NE(clean.find("[redacted]"), std::string::npos) << clean;
    }
}

TEST(Log, redacts_webhooks) {
    EXPECT_EQ(redact("POST /api/v10/webhooks/123/sEcReT?wait=true"),
              "POST /api/v10/webhooks/123/[redacted]?wait=true");
    EXPECT_EQ(redact("GET /webhooks/123"), "GET /webhooks/123");
}

TEST(Log, leaves_sentences_alone) {
    for (const auto* text : {"Bot joined the guild",
                             "GET /guilds/1/invites 200 in 31 ms",
                             "discord.com/api/v10",
                             ""}) {
        EXPECT_EQ(redact(text), text);
    }
}

}  // namespace
}  // namespace invitectl::system
